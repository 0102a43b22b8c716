#!/bin/sh
# What earlier tasks changed says which locks the next one will need, and which it will not.
. "${0%/*}/lib.sh"

a_repository
configure 'resources: [{name: api, paths: ["src/api/**"]}, {name: db, paths: ["src/db/**"]}, {name: web, paths: ["src/web/**"]}]'
for id in 001 002 003 004; do
  task $id "mkdir -p src/api src/db docs; for place in src/api src/db docs; do echo $id >\$place/$id; done" \
    'locks: {writes: [api, web]}'
done
trust
git orchestrate tasks check >"$story/out" 2>"$story/err.log"
! grep -q advice "$story/out" "$story/err.log" || fail 'advice without experience'
run

task 005 : 'locks: {writes: [api, web]}'
task 006 : 'files: {writes: ["tools/**"]}'
task 007 : 'files: {writes: ["docs/*.md"]}'
expect_exit 0 git orchestrate tasks check
expect_output 'advice: 005: db changed in 4 of 4 past tasks that changed api, and is not in its locks.writes'
expect_output 'advice: 005: none of the 4 past tasks that wrote the lock web changed anything there'
expect_output 'advice: 006, 007 take turns, because all of docs/\*\*, tools/\*\* is in no resource'
expect_output 'advice: docs/\*\* is in no resource, and 4 of 4 past tasks changed it'
git orchestrate tasks check --json | grep -q '"advice"' || fail 'JSON has no advice'

# Also when the runs are cleaned away: what was declared is forgotten, what has landed is not.
git orchestrate clean --all >"$story/clean.log" 2>&1
expect_exit 0 git orchestrate tasks check
expect_output '005: db changed in 4 of 4'
sound
