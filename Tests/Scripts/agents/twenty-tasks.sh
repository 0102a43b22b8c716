# Twenty tasks, four at a time, and the key is refused when four have landed and four are at it: the agent pauses once
# for all of them, no attempt is used, and the run goes on when the key was mended.
# shellcheck shell=sh disable=SC2154
. "${0%/*}/lib.sh"
# shellcheck source=/dev/null
. "$scripts/agents/lib.sh"

resources=
set --
for id in $(seq -w 1 20); do
  set -- "$@" "\"# Task 0$id\": [{\"run\": \"echo $id >0$id.txt\"}]"
  resources="$resources{name: r$id, paths: [0$id.txt]}, "
done
model "$@"
agent_repository 'max_retries: 0' 'max_parallel: 4' "resources: [$resources]" "$(meeting '00[5-9]|01*|020')"
for id in $(seq -w 1 20); do agent_task "0$id" "locks: {writes: [r$id]}"; done
trust

start run
until_true met 4
: >"$story/model/refuse"
go_on
ended
expect_equal "$code" 4
grep -q "paused: agent $agent" "$story/orchestrator.log" || fail 'it is not said why it ends'
expect_equal "$(events rate.pause | wc -l)" 1
expect_equal "$(events rate.pause | field agent)" "$agent"
expect_equal "$(events attempt.finish | grep -c '"credentials"')" 4
expect_equal "$(events attempt.start | wc -l)" 8
landed 001 002 003 004
expect_exit 0 git orchestrate status
expect_output "^paused: agent $agent"
expect_output "^020 .*waits: agent $agent is paused"

rm "$story/model/refuse"
expect_exit 0 git orchestrate resume
expect_equal "$(events land.done | wc -l)" 20
# Twenty attempts, and the four that the key cost.
expect_equal "$(events attempt.start | wc -l)" 24
expect_equal "$(events rate.pause | wc -l)" 1
expect_equal "$(events attempt.finish | grep -c '"credentials"')" 4
lands 020.txt 20
tokens_agree
sound
