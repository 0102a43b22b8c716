# Four agents at once are told that they ask too often: one pause for all of them, and no attempt is used up. Their
# slots are free for a task of another agent, their locks are not for one that needs them.
# shellcheck shell=sh disable=SC2154
. "${0%/*}/lib.sh"
# shellcheck source=/dev/null
. "$scripts/agents/lib.sh"

# Claude Code asks three times more by itself.
[ "$agent" = codex ] && times=1 || times=4
set --
for id in 001 002 003 004; do
  set -- "$@" "\"# Task $id\": [{\"status\": 429, \"retryAfter\": 1, \"times\": $times}, {\"run\": \"echo $id >$id.txt\"}]"
done
model "$@"
agent_repository 'max_retries: 0' 'max_parallel: 4' 'resources: [{name: a, paths: [001.txt]}, {name: b, paths: [002.txt]},
  {name: c, paths: [003.txt]}, {name: d, paths: [004.txt]}, {name: e, paths: [005.txt]}]' "$(meeting '00[1-4]')"
agent_task 001 'locks: {writes: [a]}'
agent_task 002 'locks: {writes: [b]}'
agent_task 003 'locks: {writes: [c]}'
agent_task 004 'locks: {writes: [d]}'
task 005 'echo five >005.txt' 'locks: {writes: [e]}' 'agent: command'
task 006 'echo six >>004.txt' 'locks: {writes: [d]}' 'agent: command'
trust

start run
until_true met 4
go_on
ended
expect_equal "$code" 0
landed 001 002 003 004 005 006
lands 001.txt 001
lands 004.txt "$(say 004 six)"
expect_equal "$(events rate.pause | wc -l)" 1
expect_equal "$(events rate.pause | field cause)" limit
for id in 001 002 003 004; do
  expect_equal "$id $(events attempt.finish $id | grep -c '"limit"')" "$id 1"
  expect_equal "$id $(events attempt.start $id | wc -l)" "$id 2"
done
paused=$(events rate.pause | field seq)
[ "$(events attempt.start 005 | field seq)" -gt "$paused" ] || fail '005 did not wait for a slot'
[ "$(grep '"rate.go"' "$(journal)" | field seq)" -gt "$(events attempt.start 005 | field seq)" ] ||
  fail '005 did not get the slot of a paused agent'
tokens_agree
sound
