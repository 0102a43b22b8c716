# The run's budget is spent: nothing new starts, files are kept, exit 6; with a higher one the run goes on, with the
# same sessions. Claude tells its tokens while it works, Codex at the end of a turn, which therefore lands.
# shellcheck shell=sh disable=SC2154
. "${0%/*}/lib.sh"
# shellcheck source=/dev/null
. "$scripts/agents/lib.sh"

model '"# Task 001": [{"run": "echo one >001.txt", "tokens": [600, 0, 0]}, {"run": "echo more >>001.txt; sleep 1", "tokens":
    [600, 0, 0]}, {"say": "done", "tokens": [1, 1, 1]}]' \
  '"# Task 002": [{"run": "echo two >002.txt"}]'
agent_repository 'max_retries: 0' 'max_parallel: 1' 'budgets: {max_tokens_per_run: 1000}'
agent_task 001 'files: {writes: [001.txt]}'
agent_task 002 'files: {writes: [002.txt]}'
trust
expect_exit 6 git orchestrate run
expect_output 'tokens (max_tokens_per_run)'
expect_equal "$(events budget.stop | wc -l)$(grep -c '"type":"budget.stop"' "$(journal)")" 01
expect_equal "$(events attempt.start 002 | wc -l)" 0
if [ "$agent" = codex ]; then landed 001; else expect_equal "$(head -n 1 ../repo.worktrees/*/001/001.txt)" one; fi
sed -i 's/max_tokens_per_run: 1000/max_tokens_per_run: 100000/' .orchestrator.yaml
expect_exit 0 git orchestrate resume
landed 001 002
expect_equal "$(git show orchestrate/main:001.txt | head -n 1)" one
expect_equal "$(sessions 001)" 1
sound
