# The agent is told that it asks too often: it pauses and no attempt is used up, while another agent goes on.
# shellcheck shell=sh disable=SC2154
. "${0%/*}/lib.sh"
# shellcheck source=/dev/null
. "$scripts/agents/lib.sh"

# Claude Code asks three times more by itself.
[ "$agent" = codex ] && times=1 || times=4
model "\"# Task 001\": [{\"status\": 429, \"retryAfter\": 1, \"times\": $times}, {\"run\": \"echo one >001.txt\"}]"
agent_repository 'max_retries: 0'
agent_task 001 'files: {writes: [001.txt]}'
task 002 'echo two >002.txt' 'files: {writes: [002.txt]}' 'agent: command'
trust
run
landed 001 002
lands 001.txt one
expect_equal "$(events attempt.finish 001 | grep -c '"limit"')" 1
expect_equal "$(events attempt.start 001 | wc -l)" 2
tokens_agree
sound
