#!/bin/sh
# A detached HEAD is nothing special: the integration branch comes from the base branch.
. "${0%/*}/lib.sh"

a_repository
configure
git checkout -q --detach
task 001 'echo one >one.txt'
trust
run
landed 001
expect_exit 1 git symbolic-ref -q HEAD
sound
