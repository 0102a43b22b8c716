#!/bin/sh
# `clean` runs before_remove in each worktree that it removes, in the sandbox of its run and by what was approved then;
# what that comes to stops nothing. `clean --all` also takes what gates handed on.
. "${0%/*}/lib.sh"
export sandbox=bubblewrap
# shellcheck source=/dev/null
. "$scripts/sandboxes/lib.sh"

a_repository
say build >.gitignore
mkdir "$HOME/cache"
echo private >"$HOME/private"
confine "worker: {agent: command, sandbox: $sandbox, cache: [~/cache]}" 'max_retries: 0' 'caches: [build]' \
  "before_remove: [\"echo \$ORCHESTRATE_TASK \$(cat result) \$(cat $HOME/private) >>~/cache/left; exit 9\"]" \
  'doctor: "mkdir -p build; touch build/done; ! test -e result"'
task 001 'echo half >result'
task 002 'echo two >two'
trust
expect_exit 1 git orchestrate run
expect_state 001 failed
expect_equal "$(cat "$HOME/cache/left")" '002'
[ -n "$(ls ../repo.worktrees/.caches)" ] || fail 'the gate has handed nothing on'

# Nobody has approved this one.
sed -i "s/^before_remove:.*/before_remove: [\"touch planted\"]/" .orchestrator.yaml
commit_all 'another before_remove'
expect_exit 0 git orchestrate clean --force --keep-logs --dry-run
expect_output 'would run before_remove of run .* for 001'
expect_exit 0 git orchestrate clean --force --keep-logs
expect_output 'task 001 of run .*: before_remove fails: exit 9'
expect_equal "$(cat "$HOME/cache/left")" '002
001 half'
expect_equal "$(git show "$(git for-each-ref --format='%(refname)' refs/orchestrate/rescue):result")" half
expect_equal "$(ls -A ../repo.worktrees)" .caches
expect_exit 0 git orchestrate clean --all
[ ! -e ../repo.worktrees ] || fail "$(find ../repo.worktrees) is left"
sound

# A sandbox that does not work any more is in nobody's way.
task 003 'echo three >result'
sed -i "s/^doctor:.*/doctor: '! test -e result'/" .orchestrator.yaml
commit_all 'the same again'
trust
expect_exit 1 git orchestrate run
expect_exit 0 unshare --map-root-user --mount sh -c \
  'mount --bind /dev/null "$(command -v bwrap)" && exec git orchestrate clean --all --force'
expect_output 'before_remove is left out: bubblewrap'
[ ! -e ../repo.worktrees ] || fail 'the worktree is left'
