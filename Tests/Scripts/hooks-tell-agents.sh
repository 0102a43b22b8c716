#!/bin/sh
# An agent that commits by itself, which it can without a sandbox: it is told at once what lies outside its task, or the
# commit is refused; its commits say which task they are for. A person's commits are left alone.
. "${0%/*}/lib.sh"

a_repository
resources='resources: [{name: one, paths: ["one.txt"]}, {name: two, paths: ["two.txt"]}]'
configure "$resources"
expect_exit 0 git orchestrate init

# Told: a commit within what was declared, and one beyond it.
task 001 "echo one >one.txt; git add one.txt; git commit -qm 'Within' 2>$story/within
echo other >other.txt; git add other.txt; git commit -qm 'Beyond' 2>$story/beyond
git log -2 --format='%s%n%(trailers:only,unfold)' >$story/log" 'files: {writes: [one.txt]}'
trust
run
landed 001
expect_equal "$(cat "$story/within")" ''
expect_equal "$(cat "$story/beyond")" 'orchestrate: task 001 did not declare other.txt'
run=$(basename "$(dirname "$(journal)")")
expect_equal "$(grep -c "^Task: 001$" "$story/log")" 2
expect_equal "$(grep -c "^Run: $run$" "$story/log")" 2
expect_equal "$(events scope.violation 001 | head -n 1 | grep -c '"undeclared":\["other.txt"\]')" 1

# Refused: the commit is not made, and the agent goes on without it.
configure "$resources" 'manifest_enforcement: block'
task 002 "echo two >two.txt; echo more >>other.txt; git add -A
git commit -qm 'Beyond' 2>$story/refused && exit 1
git restore --staged --worktree other.txt
git commit -qm 'Within' 2>>$story/refused" 'files: {writes: [two.txt]}'
trust
run
landed 002
expect_equal "$(head -n 1 "$story/refused")" 'error: task 002 must not commit other.txt'
expect_equal "$(wc -l <"$story/refused")" 2
expect_event scope.violation 002

# A person in the same repository.
echo mine >mine.txt
git add mine.txt
git commit -qm 'Mine' 2>"$story/said"
expect_equal "$(cat "$story/said")" ''
expect_equal "$(git log -1 --format=%B)" 'Mine'
sound
