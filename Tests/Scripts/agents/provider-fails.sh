# The provider answers with an error, and breaks off in the middle of an answer: the agent pauses for all tasks, no
# attempt is used, and it goes on by itself. A model that declines fails its own task and nothing else.
# shellcheck shell=sh disable=SC2154
. "${0%/*}/lib.sh"
# shellcheck source=/dev/null
. "$scripts/agents/lib.sh"

# How often both ask by themselves: after an error, and after a broken answer.
errors=4 breaks=2
model "\"# Task 001\": [{\"status\": 500, \"times\": $errors}, {\"run\": \"echo one >001.txt\"}]" \
  "\"# Task 002\": [{\"breaks\": true, \"times\": $breaks}, {\"run\": \"echo two >002.txt\"}]" \
  '"# Task 003": [{"refuse": "I will not do that", "times": 2}]'
agent_repository 'max_retries: 0' 'max_parallel: 3' 'resources: [{name: a, paths: [001.txt]}, {name: b, paths: [002.txt]},
  {name: c, paths: [003.txt]}]'
agent_task 001 'locks: {writes: [a]}'
agent_task 002 'locks: {writes: [b]}'
agent_task 003 'locks: {writes: [c]}'
trust
expect_exit 1 git orchestrate run
landed 001 002
lands 001.txt one
lands 002.txt two
for id in 001 002; do
  expect_equal "$id $(events attempt.finish $id | grep -c '"outage"')" "$id 1"
  expect_equal "$id $(events attempt.start $id | wc -l)" "$id 2"
done
# Codex takes a refusal for an answer, so that nothing has changed; Claude Code says that its turn failed.
if [ "$agent" = codex ]; then expect_state 003 needs_review; else expect_state 003 failed; fi
expect_equal "$(sessions 003)" 1
# Claude Code counts what a broken answer began with, too; the model counts whole answers.
[ "$agent" = claude ] || tokens_agree
sound
