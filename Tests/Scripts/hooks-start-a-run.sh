#!/bin/sh
# Commits that start something: at once, detached, handed over to a live run, and never from a rebase or an agent.
. "${0%/*}/lib.sh"

a_repository
configure 'hooks: {post_commit: {branches: [main], paths: [".tasks/**"], action: run}}' 'max_parallel: 2'
sed -i '/tasks/d' .git/info/exclude
mkdir .tasks
say 'Tasks are committed here.' >.tasks/README
commit_all 'Tasks'
expect_exit 0 git orchestrate init
expect_output 'installed hooks.*commit-msg, post-commit, pre-push'

# commit MESSAGE: as an editor would, which reads all that the commit prints until nobody holds the pipe any more.
commit() {
  git add -A
  # shellcheck disable=SC2034 # time goes by in it
  said=$(timeout 10 git commit -qm "$1" 2>&1) || fail "the commit \"$1\" hangs or fails: $said"
}

# Nobody has approved it: said, and nothing is done.
task 001 "touch $story/at-work; until [ -f $story/go-on ]; do sleep 0.05; done; echo one >one.txt; git add -A
git commit -qm 'by the agent'"
commit 'A first task'
case $said in *'not approved on this machine'*trust*) ;; *) fail "trust is not asked for: $said" ;; esac
trust

# Approved: the commit returns, and the run goes on.
echo again >>.tasks/001-story/spec.md
commit 'A first task, approved'
expect_equal "$said" 'orchestrate: running what has not landed (git orchestrate status)'
until_true [ -f "$story/at-work" ]
run=$(journal)

# While it lives, tasks are handed over to it; commits close to each other count once.
task 002 'echo two >two.txt'
trust
git commit -q --allow-empty -m 'Nothing in it' 2>"$story/said"
expect_equal "$(cat "$story/said")" ''
commit 'A second task'
git commit -q --amend --no-edit 2>"$story/said"
grep -q 'running what' "$story/said" || fail 'an amended commit starts nothing'
until_true happened run.extend
touch "$story/go-on"
until_true happened run.finish
landed 001 002
expect_equal "$(journal)" "$run"
expect_equal "$(grep -c '"type":"run.extend"' "$run")" 1

# Other branches, other files, a rebase of fifty commits that all touch tasks: nothing.
git orchestrate deliver >/dev/null
git switch -q -c other
for number in $(seq 50); do
  echo "$number" >>.tasks/002-story/notes
  git add -A
  git commit -qm "Note $number" 2>"$story/said"
  [ ! -s "$story/said" ] || fail "on another branch: $(cat "$story/said")"
done
git switch -q main
echo new >new
commit 'Another file'
expect_equal "$said" ''
git rebase -q --force-rebase main other 2>"$story/said"
! grep -q orchestrate "$story/said" || fail 'a rebase starts something'
expect_equal "$(ls .git/orchestrate/runs)" "$(basename "$(dirname "$run")")"
sound
