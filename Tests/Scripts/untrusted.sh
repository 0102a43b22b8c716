#!/bin/sh
# Commands that nobody approved do not run: not from the configuration, and not from a manifest that changed.
. "${0%/*}/lib.sh"

a_repository
configure "doctor: touch $story/ran"
task 001 "touch $story/ran"
expect_exit 3 git orchestrate run
expect_output trust
trust
task 001 "touch $story/ran; true"
expect_exit 3 git orchestrate run
[ ! -f "$story/ran" ] || fail 'something ran that nobody approved'
