#!/bin/sh
# An agent waits for a lock: its time is bounded, `status` says for what it waits and who waits because of it, nobody else
# gets what it waits for, its request outlives the orchestrator, and one whose agent was killed is forgotten.
. "${0%/*}/lib.sh"

ask="orchestrate-worker access --reason 'it calls me' --write"
wait_for() { say "until [ -f $story/$1 ]; do sleep 0.05; done"; }

a_repository
configure 'resources: [{name: api, paths: [api/**]}, {name: web, paths: [web/**]}, {name: docs, paths: [docs/**]}]'
task 001 "$(wait_for at-002)
$ask 'web/**' --wait 1 >$story/short 2>&1; echo \$? >>$story/short
timeout -s KILL 1 $ask 'web/**' --wait 600
$(wait_for forgotten)
$ask 'web/**' --write 'docs/**' --wait 600 >$story/long 2>&1; echo \$? >>$story/long
mkdir api web docs; echo 1 >web/one; echo 1 >docs/one; echo 1 >api/one" 'locks: {writes: [api]}'
task 002 "touch $story/at-002; $(wait_for land); mkdir web; echo 2 >web/two" 'locks: {writes: [web]}'
task 003 'cp docs/one was; echo 3 >docs/one' 'locks: {writes: [docs, other]}' 'dependencies: ["004"]'
task 004 "$(wait_for kept); echo 4 >four" 'locks: {writes: [other]}'
trust
start run

withdrawn() { events access.deny 001 | grep -q withdrawn; }
until_true withdrawn
expect_equal "$(cat "$story/short")" 'waits: write lock "web" is held by 002
denied: write lock "web" is held by 002; go on without it, or --wait SECONDS for it
1'
touch "$story/forgotten"

kept() { [ "$(events access.wait 001 | wc -l)" -eq 3 ]; }
until_true kept
touch "$story/kept"
says() { git orchestrate status | grep -q "$1"; }
until_true says '003 .* waits: the agent of 001 waits for the same lock'
says '001 .* its agent waits for write lock "web" held by 002' || fail 'status does not say for what the agent waits'

kill -9 "$orchestrator"
ended
start resume
until_true happened run.resume
touch "$story/land"
ended
expect_equal "$code" 0
landed 001 002 003 004
expect_equal "$(sort -u "$story/long")" '0
granted: this task now writes api, docs, web
waits: write lock "web" is held by 002'
lands was 1
lands web/one 1
lands web/two 2
lands docs/one 3
expect_equal "$(events attempt.start | wc -l)" 4
git orchestrate logs --type 'access.*' >"$story/out"
expect_output '001 story-001 does not wait for an answer any more'
sound

expect_exit 64 git orchestrate access --write a --reason b --wait 3601
expect_exit 64 orchestrate-worker access --write a --reason b --wait -1
expect_exit 64 orchestrate-worker access --write a --reason b --wait soon
