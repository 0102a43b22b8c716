#!/bin/sh
# Without HOME, and without a name for commits, a run works or says in one line what to set.
. "${0%/*}/lib.sh"

a_repository
configure
task 001 'echo one >one.txt'
trust
unset HOME
run
landed 001

git config --unset user.name
git config --unset user.email
task 002 'echo two >two.txt'
trust
expect_exit 0 env -u EMAIL git orchestrate run
landed 002
