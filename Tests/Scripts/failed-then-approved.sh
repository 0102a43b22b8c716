#!/bin/sh
# A task is given up. A person looks at the difference, repairs the work on the task's branch, and approves it: it
# lands without another turn of the agent, and its dependents go on.
. "${0%/*}/lib.sh"

a_repository
configure 'doctor: "! grep -rq wrong work"' 'max_retries: 0'
mkdir work
say right >work/first
commit_all work
task 001 "echo turn >>$story/turns; echo wrong >work/second"
task 002 'cat work/second >work/third' 'dependencies: ["001"]'
trust
expect_exit 1 git orchestrate run
expect_state 001 failed
expect_state 002 blocked
expect_exit 0 git orchestrate diff 001
expect_output '+wrong'

branch=$(git for-each-ref --format='%(refname:short)' 'refs/heads/orchestrate/task/*/001')
git worktree add -q "$story/repair" "$branch"
(cd "$story/repair" && echo right >work/second && commit_all 'Write what is right')
expect_exit 0 git orchestrate approve 001
expect_exit 0 git orchestrate resume
landed 001 002
lands work/third right
expect_equal "$(wc -l <"$story/turns")" 1
git log --format=%s orchestrate/main | grep -qx 'Write what is right' || fail "the person's commit is not in the history"
sound
