#!/bin/sh
# Nothing to do is no failure, and needs neither a configuration nor `init`.
. "${0%/*}/lib.sh"

a_repository
before=$(belongings)
run
expect_equal "$(belongings)" "$before"
expect_exit 64 git orchestrate rnu
expect_output run
expect_exit 0 git orchestrate version
expect_exit 0 git orchestrate help
