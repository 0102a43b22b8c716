#!/bin/sh
# The doctor fails before anything was done: nobody starts, and the end of its output is shown.
. "${0%/*}/lib.sh"

a_repository
configure 'doctor: "echo the well is poisoned; exit 1"'
task 001 'echo one >one.txt'
trust
expect_exit 4 git orchestrate run
expect_output 'the well is poisoned'
expect_equal "$(events task.start | wc -l)" 0
