#!/bin/sh
# The orchestrator dies before it answers an agent: the agent is told in bounded time, and the next one, asked again,
# answers. What an agent puts into its mailbox is never followed, and never believed.
. "${0%/*}/lib.sh"

a_repository
configure 'resources: [{name: api, paths: ["api/**"]}, {name: web, paths: ["web/**"]}]'
task 001 "touch $story/at-001; until [ -f $story/dead ]; do sleep 0.05; done
code=0; orchestrate-worker access --write web/x --reason 'it calls me' >$story/first 2>&1 || code=\$?
echo \$code >$story/first.code; until [ -f $story/alive ]; do sleep 0.05; done
ln -s $story/target \$ORCHESTRATE_MAILBOX/request.json; until [ ! -L \$ORCHESTRATE_MAILBOX/request.json ]; do sleep 0.05; done
mkfifo \$ORCHESTRATE_MAILBOX/request.json; until [ ! -p \$ORCHESTRATE_MAILBOX/request.json ]; do sleep 0.05; done
head -c 100000 /dev/zero >\$ORCHESTRATE_MAILBOX/request.json; until [ ! -f \$ORCHESTRATE_MAILBOX/request.json ]; do sleep 0.05; done
orchestrate-worker access --write web/x --reason 'it calls me' >$story/second 2>&1
echo 1 >web" 'locks: {writes: [api]}'
trust
say secret >"$story/target"
start run
until_true [ -f "$story/at-001" ]
kill -9 "$orchestrator"
ended
touch "$story/dead"
until_true [ -f "$story/first.code" ]
expect_equal "$(cat "$story/first.code")" 4
grep -q 'no answer within 10 s: the orchestrator does not run' "$story/first" || fail 'the agent was not told'

start resume
until_true happened run.resume
touch "$story/alive"
ended
expect_equal "$code" 0
grep -q 'granted: this task now writes api, web' "$story/second" || fail 'the second request was not granted'
expect_equal "$(cat "$story/target")" secret
expect_equal "$(events access.grant | wc -l)" 1
landed 001
sound
