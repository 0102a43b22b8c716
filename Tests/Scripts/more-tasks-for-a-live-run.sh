#!/bin/sh
# A second `run` hands its tasks over to the one that is at work: one orchestrator for each repository.
. "${0%/*}/lib.sh"

a_repository
configure 'resources: [{name: one, paths: [one.txt]}, {name: two, paths: [two.txt]}]'
task 001 "touch $story/at-work; until [ -f $story/go-on ]; do sleep 0.05; done; echo one >one.txt" \
  'files: {writes: [one.txt]}'
trust
start run
until_true [ -f "$story/at-work" ]
task 002 'echo two >two.txt' 'files: {writes: [two.txt]}'
trust
git orchestrate run 002 >"$story/second.log" 2>&1 &
second=$!
until_true journal_has land.done 002
touch "$story/go-on"
ended
expect_equal "$code" 0
wait "$second" || fail "the second run ended with $?"
landed 001 002
expect_equal "$(find "$(common)/orchestrate/runs" -name journal.jsonl | wc -l)" 1
