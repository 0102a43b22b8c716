# A wrong key pauses the agent for the whole run and uses up no attempt; with the right one the run goes on. Then a
# worker is killed in the middle of a turn: the next turn goes on with the same session.
# shellcheck shell=sh disable=SC2154
. "${0%/*}/lib.sh"
# shellcheck source=/dev/null
. "$scripts/agents/lib.sh"

model '"# Task 001": [{"run": "echo one >001.txt"}, {"hangs": true}]' '"# Task 002": [{"run": "echo two >002.txt"}]'
agent_repository 'max_retries: 0' 'max_parallel: 1'
agent_task 001 'files: {writes: [001.txt]}'
agent_task 002 'files: {writes: [002.txt]}'
trust
(
  OPENAI_API_KEY=wrong ANTHROPIC_API_KEY=wrong
  expect_exit 4 git orchestrate run
)
expect_output "paused: agent $agent"
expect_equal "$(events attempt.start | wc -l)" 1
expect_equal "$(events attempt.finish 001 | grep -c credentials)" 1
expect_equal "$(requests '# Task')" 0

start resume
until_true [ -e "$story/model/request-002.json" ]
kill -9 "$(events worker.start 001 | tail -n 1 | field pid)"
ended
expect_equal "$code" 0
landed 001 002
lands 001.txt one
expect_event worker.lost 001
expect_equal "$(sessions 001)" 1
[ "$(requests '# Task 001' 'echo one' 'cut short from outside')" -ge 1 ] || fail 'the session was not resumed'
sound
