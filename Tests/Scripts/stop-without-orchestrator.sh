#!/bin/sh
# The orchestrator is gone and its worker is not: `status` says so, `stop` ends the worker and all that it started.
. "${0%/*}/lib.sh"

a_repository
configure
task 001 "echo work >work.txt; echo \$\$ >$story/agent; sleep 300 & echo \$! >$story/child; wait"
trust
start run
until_true [ -s "$story/child" ]
until_true journal_has worker.start 001
kill -9 "$orchestrator"
ended
worker=$(events worker.start 001 | field pid)
alive "$worker" || fail 'the worker died with the orchestrator'
expect_exit 0 git orchestrate status
expect_output 'dead'
expect_exit 5 git orchestrate run
expect_output resume

expect_exit 0 git orchestrate stop
for process in "$worker" "$(cat "$story/agent")" "$(cat "$story/child")"; do until_true gone "$process"; done
sound
