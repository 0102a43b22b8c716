#!/bin/sh
# An agent that changes nothing is asked once more, and then a person is.
. "${0%/*}/lib.sh"

a_repository
configure
task 001 "echo turn >>$story/turns"
trust
expect_exit 1 git orchestrate run
expect_state 001 needs_review
expect_equal "$(wc -l <"$story/turns")" 2
