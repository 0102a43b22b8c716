#!/bin/sh
# A task that a person does not need any more holds nobody up.
. "${0%/*}/lib.sh"

a_repository
configure 'max_retries: 0'
task 001 'exit 1'
task 002 'echo two >two' 'dependencies: ["001"]'
trust
expect_exit 1 git orchestrate run
expect_state 002 blocked
expect_exit 0 git orchestrate skip 001
expect_exit 0 git orchestrate resume
expect_state 001 skipped
landed 002
