# The orchestrator is killed in the middle of a turn, and its worker with it: `resume` goes on with the same session.
# shellcheck shell=sh disable=SC2154
. "${0%/*}/lib.sh"
# shellcheck source=/dev/null
. "$scripts/agents/lib.sh"

model '"# Task 001": [{"run": "echo one >001.txt"}, {"hangs": true}]'
agent_repository 'max_retries: 0'
agent_task 001
trust
start run
until_true [ -e "$story/model/request-002.json" ]
until_true journal_has agent.session 001
kill -9 "$orchestrator"
ended
kill -9 "$(events worker.start 001 | field pid)"
expect_exit 0 git orchestrate resume
landed 001
lands 001.txt one
expect_equal "$(sessions 001)" 1
[ "$(requests '# Task 001' 'echo one' 'cut short from outside')" -ge 1 ] || fail 'the session was not resumed'
sound
