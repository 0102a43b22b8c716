#!/bin/sh
# A person sets a repository up, runs two tasks that depend on each other, looks, and takes the result home.
. "${0%/*}/lib.sh"

a_repository
configure 'doctor: "test -f README"'
expect_exit 0 git orchestrate init
task 001 'echo one >one.txt'
task 002 'cat one.txt one.txt >two.txt' 'dependencies: ["001"]'
trust

expect_exit 0 git orchestrate tasks check
run
landed 001 002
lands one.txt one
lands two.txt "one
one"
expect_exit 0 git orchestrate status
expect_output '001.*landed'
expect_exit 0 git orchestrate runs
expect_exit 0 git orchestrate logs 001
expect_output doctor

expect_exit 0 git orchestrate deliver
expect_equal "$(cat two.txt)" "one
one"
expect_equal "$(git status --porcelain)" ''
run
expect_equal "$(git log --format='%(trailers:key=Task,valueonly)' main | grep -c .)" 2
sound
