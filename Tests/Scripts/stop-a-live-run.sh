#!/bin/sh
# `stop` beside a live run ends it; `stop --drain` lets what runs land and starts nothing new. Both can be resumed.
. "${0%/*}/lib.sh"

a_repository
configure 'max_parallel: 1'
task 001 "touch $story/at-work; until [ -f $story/go-on ]; do sleep 0.05; done; echo one >one.txt"
task 002 'echo two >two.txt'
trust
start run 001 002
until_true [ -f "$story/at-work" ]
expect_exit 5 git orchestrate uninstall
expect_exit 0 git orchestrate stop
ended
[ "$code" -ne 0 ] || fail 'a stopped run ended as if everything had landed'

stopped_twice() { [ "$(grep -c '"type":"run.stop"' "$(journal)")" -eq 2 ]; }
rm "$story/at-work"
start resume
until_true [ -f "$story/at-work" ]
git orchestrate stop --drain >"$story/drain.log" 2>&1 &
until_true stopped_twice
touch "$story/go-on"
ended
landed 001
expect_equal "$(events task.start 002 | wc -l)" 0
expect_exit 0 git orchestrate resume
landed 001 002
sound
