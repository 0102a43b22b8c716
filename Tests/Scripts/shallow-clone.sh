#!/bin/sh
# A shallow clone has all that a run needs.
. "${0%/*}/lib.sh"

a_repository origin
configure
say more >>README && commit_all more
git clone -q --depth 1 "file://$story/origin" "$story/repo"
cd "$story/repo"
git config user.name Story
git config user.email story@example.org
task 001 'echo one >one.txt'
trust
run
landed 001
