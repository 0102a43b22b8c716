#!/bin/sh
# A person commits to the base branch while agents work: the run takes it over at once, it is in the result, and
# `deliver` fast-forwards.
. "${0%/*}/lib.sh"

a_repository
configure 'doctor: "! test -f red"'
task 001 "touch $story/at-work; until [ -f $story/go-on ]; do sleep 0.05; done; echo one >one.txt"
task 002 'echo two >two.txt' 'dependencies: ["001"]'
trust
start run
until_true [ -f "$story/at-work" ]
say 'by hand' >hand.txt
commit_all 'Written by hand'
hand=$(git rev-parse HEAD)
until_true happened base.follow
git merge-base --is-ancestor "$hand" orchestrate/main || fail "the person's commit waits for the agent"
[ -p .git/orchestrate/wake ] || fail 'a hook could not tell the run'
touch "$story/go-on"
ended
expect_equal "$code" 0
landed 001 002
[ ! -e .git/orchestrate/wake ] || fail 'the pipe outlives the run'
expect_equal "$(git rev-parse main)" "$hand"
expect_exit 0 git orchestrate deliver
expect_equal "$(git rev-parse main)" "$(git rev-parse orchestrate/main)"
expect_equal "$(cat hand.txt one.txt two.txt | tr '\n' ' ')" 'by hand one two '
sound
