#!/bin/sh
# What a person's `git push` lets out: what landed and people's own commits, but no task's branch and no task's commit
# that did not pass the gate. An agent pushes nothing.
. "${0%/*}/lib.sh"

a_repository
git init -q --bare "$story/origin.git"
git remote add origin "$story/origin.git"
configure 'max_retries: 0' 'doctor: "! test -f bad.txt"'
expect_exit 0 git orchestrate init
expect_exit 0 git push origin main
task 001 "git push origin HEAD:refs/heads/mine 2>$story/agent; echo one >one.txt"
task 002 'echo two >bad.txt'
trust
expect_exit 1 git orchestrate run
landed 001
expect_state 002 failed
grep -q 'agents push nothing' "$story/agent" || fail "the agent was told: $(cat "$story/agent")"
branch=$(git for-each-ref --format='%(refname)' refs/heads/orchestrate/task | head -n 1)

# What landed, and what people do.
expect_exit 0 git push origin orchestrate/main
expect_exit 0 git orchestrate deliver
expect_exit 0 git push origin main
git switch -q -c feature
say mine >mine.txt
commit_all 'A change of my own'
expect_exit 0 git push origin feature
expect_exit 0 git push origin --delete feature

# A task's branch, under its own name or as something else.
expect_exit 1 git push origin "$branch"
expect_output "holds a task's work on its way"
expect_exit 1 git push origin "$branch:refs/heads/innocent"
git switch -q -c repaired "$branch"
git rm -q bad.txt
git commit -qm 'Take the bad file out'
expect_exit 1 git push origin repaired
expect_output "is task 002's work and has not passed the gate"
expect_output 'git orchestrate approve 002'
expect_equal "$(git --git-dir "$story/origin.git" for-each-ref --format='%(refname:short)' | tr '\n' ' ')" \
  'main orchestrate/main '

# With a person's approval it passes the gate, and then it may go.
expect_exit 0 git orchestrate approve 002 --rev repaired
expect_exit 0 git orchestrate resume
landed 002
expect_exit 0 git push origin repaired

# People may take task branches along where that is what they want.
git switch -q main
configure 'push: {tasks: true}'
git update-ref "$branch" "$(git rev-parse main~1)"
expect_exit 0 git push origin "$branch"
