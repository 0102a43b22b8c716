#!/bin/sh
# Where no sandbox works nothing starts: `auto` is never `none`, a hint says why, and `init` says what it wrote instead.
. "${0%/*}/lib.sh"

# A bubblewrap that cannot make namespaces, as on a system that keeps them for itself.
[ "$(id -u)" -eq 0 ] || skip 'only root can take bubblewrap away'
command -v unshare >/dev/null || skip 'unshare is missing'
without_namespaces() {
  unshare --mount sh -c 'mount --bind /bin/false /usr/bin/bwrap 2>/dev/null; exec "$@"' sh "$@"
}
[ -x /usr/bin/bwrap ] || skip 'bubblewrap is not installed'
without_namespaces true 2>/dev/null || skip 'bubblewrap cannot be taken away here'

a_repository
configure 'worker: {agent: command}'
task 001 'echo one >001.txt'
trust
expect_exit 4 without_namespaces git orchestrate run
expect_output 'error: no sandbox works here'
expect_output 'caused by: bubblewrap does not work'
expect_output 'hint: '
expect_equal "$(find "$(common)/orchestrate/runs" -name journal.jsonl)" ''
expect_exit 4 without_namespaces git orchestrate check
expect_output 'fail  sandbox: no sandbox works here'
run
landed 001

# A run that rests does not go on without it either.
task 002 'touch started; sleep 60'
trust
start run
until_true sh -c "[ -e $story/repo.worktrees/*/002/started ]"
kill -INT "$orchestrator"
ended
expect_equal "$code" 130
expect_exit 4 without_namespaces git orchestrate resume
expect_output 'error: no sandbox works here'
expect_exit 0 git orchestrate stop --abandon

# What is said once where a person has chosen so.
expect_exit 0 without_namespaces git orchestrate init --force
expect_output 'sandbox: none, which is no boundary: agents can do whatever you can'
grep -q '^  sandbox: none' .orchestrator.yaml || fail 'the configuration says something else'
