#!/bin/sh
# Where there is no branch of the base's name, the integration branch comes from HEAD.
. "${0%/*}/lib.sh"

a_repository
git branch -m trunk
configure
task 001 'echo one >one.txt'
trust
run
landed 001
git merge-base --is-ancestor trunk orchestrate/main || fail 'orchestrate/main does not come from trunk'
