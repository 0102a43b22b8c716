#!/bin/sh
# Without a sandbox an agent can write git's configuration and hooks, and does. What we do ourselves sets nothing off; what
# the person does with git in that repository would, and so it is reported.
. "${0%/*}/lib.sh"

canaries=$story/canaries
mkdir "$canaries"
a_repository
cp "$scripts/sandboxes/attack" attack
configure
attack() { say "sh ./attack $canaries $story/repo $HOME $*; rm -f attack; echo good >$id.txt"; }
id=001
task 001 "$(attack config_fsmonitor config_hooks_path config_textconv config_include config_signing \
  config_of_the_person hooks pointer_elsewhere nested_repository)" 'files: {writes: ["*"]}'
id=002
task 002 "$(attack pointer_is_a_directory link_for_a_directory link_for_a_file fifo fifos_in_its_home \
  link_for_its_agents_home link_for_its_temporary_files link_in_the_mailbox)" 'files: {writes: ["*"]}'
id=003
task 003 "$(attack config_filter config_merge_driver attributes excludes)" 'dependencies: ["001", "002"]'
trust

# everything: all that we do with a repository, whatever comes of it.
everything() {
  for command in run resume status tasks runs 'logs 001' 'diff 001' 'approve 001 002' resume deliver check \
    'clean --all --force' run; do
    # shellcheck disable=SC2086 # a command line
    git-orchestrate $command >>"$story/seen.log" 2>&1 </dev/null || :
  done
}

expect_exit 1 git orchestrate run
expect_event quarantine.change 001
expect_state 001 needs_review
everything
everything
expect_equal "$(ls "$canaries")" ''
expect_equal "$(git show orchestrate/main:001.txt orchestrate/main:002.txt 2>/dev/null | sort -u)" good
# The attacks are real: the person's own git does set them off.
git status >/dev/null 2>&1 || :
[ -n "$(ls "$canaries")" ] || fail 'nothing was planted'
