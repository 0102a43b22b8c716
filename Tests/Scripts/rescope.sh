#!/bin/sh
# A task changes a file that another one holds: its work is kept, waits for that lock, and lands without another attempt.
. "${0%/*}/lib.sh"

a_repository
configure 'manifest_enforcement: rescope' 'protect: [locked.txt]' \
  'resources: [{name: api, paths: ["api/**"]}, {name: web, paths: ["web/**"]}]'
task 001 "until [ -f $story/go ]; do sleep 0.05; done; mkdir web; echo page >web/page" 'locks: {writes: [web]}'
task 002 "mkdir api web; echo call >api/call; echo link >web/link" 'locks: {writes: [api]}'
task 003 "mkdir api; echo more >api/more" 'locks: {writes: [api]}'
task 004 "mkdir api; echo key >locked.txt; echo stray >stray" 'locks: {writes: [api]}' 'dependencies: ["003"]'
trust
start run

# 002 is done, holds nothing any more, and goes first: 003 does not take the lock that 002 gave back.
until_true journal_has scope.rescope 002
until_true journal_has task.wait 002
expect_state 002 rescoping
git orchestrate status >"$story/out"
expect_output '003 .*waits: locks reserved for 002'
expect_output 'changes what it did not declare: web/link; waits for write lock "web" held by 001 (rescope)'
git orchestrate status --json | grep -q '"waiting_for" *: *"waits for write lock .*001 (rescope)"' || fail 'JSON says not why'

touch "$story/go"
ended
expect_equal "$code" 1
landed 001 002 003
lands web/link link
lands web/page page
expect_equal "$(events attempt.start 002 | wc -l)" 1
expect_equal "$(events scope.rescope | wc -l)" 1

# What is protected waits for a person and not for a lock.
expect_state 004 needs_review
sound
