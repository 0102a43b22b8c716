#!/bin/sh
# The terminal goes away in the middle of a run (HUP): the run goes on without it.
. "${0%/*}/lib.sh"

a_repository
configure
task 001 'sleep 0.5; echo one >one.txt'
task 002 'echo two >two.txt' 'dependencies: ["001"]'
trust
start run
until_true journal_has task.start
kill -HUP "$orchestrator"
ended
expect_equal "$code" 0
landed 001 002
sound
