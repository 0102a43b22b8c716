#!/bin/sh
# The run's budget is spent in the middle of a turn: the turn is ended, its files stay, nothing else starts, exit 6.
# With a higher one, `resume` goes on with the same session. Then a task's own budget: the others go on without it.
. "${0%/*}/lib.sh"

a_repository
cat >"$story/talker" <<'AGENT'
#!/bin/sh
say() { echo "{\"type\":\"assistant\",\"message\":{\"id\":\"$1\",\"content\":[],\"usage\":{\"input_tokens\":$2}}}"; }
[ "$ORCHESTRATE_TASK" = 001 ] || TALK=$((TALK * 2))
echo '{"type":"system","subtype":"init","session_id":"talk-1"}'
say 1 "$TALK"
echo half >>"$ORCHESTRATE_TASK.txt"
[ "$1" = resume ] || { say 2 "$TALK"; sleep 600; }
echo whole >>"$ORCHESTRATE_TASK.txt"
echo '{"type":"result","subtype":"success","is_error":false,"result":"done"}'
AGENT
chmod +x "$story/talker"
TALK=500
export TALK
configure 'max_parallel: 1' 'max_retries: 0' 'budgets: {max_tokens_per_run: 1000}' 'worker: {agent: talker, sandbox: none}' \
  "agents: {talker: {command: $story/talker first, resume: $story/talker resume, output: claude-json, env: [TALK]}}"
for id in 001 002; do
  task $id : "files: {writes: [$id.txt]}"
  sed -i '/^command: |$/,+1d' .tasks/$id-story/manifest.yaml
done
trust
expect_exit 6 git orchestrate run
expect_output 'spent its budget: 1000 of 1000 tokens (max_tokens_per_run)'
expect_output 'raise it in .orchestrator.yaml, then go on with git orchestrate resume'
expect_equal "$(cat ../repo.worktrees/*/001/001.txt)" half
expect_equal "$(events attempt.start | wc -l)" 1
expect_exit 6 git orchestrate wait
expect_exit 6 git orchestrate resume
expect_equal "$(events attempt.start | wc -l)" 1

sed -i 's/max_tokens_per_run: 1000/max_tokens_per_task: 1800/' .orchestrator.yaml
trust
expect_exit 6 timeout 60 git orchestrate resume
landed 001
lands 001.txt 'half
half
whole'
expect_equal "$(events agent.session 001 | wc -l)" 2
expect_state 002 needs_review
expect_event budget.warn 001
expect_output 'its budget is spent: 2000 of 1800 tokens (max_tokens_per_task)'
expect_output 'after you raised budgets.max_tokens_per_task'
run=$(dirname "$(journal)")
expect_equal "$(git show "orchestrate/task/${run##*/}/002:002.txt")" half
sound
