# The run has cost what it may: exit 6, and on it goes with more. Claude Code tells money itself and stops at what is
# left, in the middle of its turn; Codex tells tokens, which the configuration's prices turn into money.
# shellcheck shell=sh disable=SC2154
. "${0%/*}/lib.sh"
# shellcheck source=/dev/null
. "$scripts/agents/lib.sh"

work='{"run": "echo one >>001.txt", "tokens": [600, 0, 10]}'
model "\"# Task 001\": [$work, $work, $work, $work]" '"# Task 002": [{"run": "echo two >002.txt"}]'
[ "$agent" = codex ] && limit=0.5 || limit=0.005
agent_repository 'max_retries: 0' 'max_parallel: 1' "budgets: {max_cost_per_run: $limit}" \
  'prices: {gpt-5: {input: 1000, cached: 100, output: 1000}}'
agent_task 001 'files: {writes: [001.txt]}'
agent_task 002 'files: {writes: [002.txt]}'
trust
expect_exit 6 git orchestrate run
expect_output '(max_cost_per_run)'
expect_equal "$(events attempt.start 002 | wc -l)" 0
# Claude Code did not come to its last answer.
[ "$agent" = codex ] || [ "$(requests '# Task 001')" -lt 4 ] || fail 'it was not stopped'
expect_exit 6 git orchestrate resume
sed -i "s/max_cost_per_run: $limit/max_cost_per_run: 100/" .orchestrator.yaml
expect_exit 0 git orchestrate resume
landed 001 002
expect_equal "$(sessions 001)" 1
expect_output 'spent: .*\$[0-9]'
expect_exit 0 git orchestrate status --json
expect_output '"cost_usd" *: *[0-9]'
sound
