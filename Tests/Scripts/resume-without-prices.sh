#!/bin/sh
# A limit of costs that comes while a run rests: where a task's agent tells no money and its model has no price, `resume`
# says so as `run` does, before anything starts.
. "${0%/*}/lib.sh"

a_repository
cat >"$story/my-agent" <<'AGENT'
#!/bin/sh
echo '{"type":"turn.failed","error":{"message":"unexpected status 401 Unauthorized"}}'
exit 1
AGENT
chmod +x "$story/my-agent"
configure "agents: {mine: {command: $story/my-agent, output: codex-json, model: big}}"
task 001 : 'agent: mine'
sed -i '/^command: |$/,+1d' .tasks/001-story/manifest.yaml
trust
expect_exit 4 git orchestrate run
expect_output 'paused: agent mine'
before=$(cat "$(journal)")

say 'budgets:' '  max_cost_per_run: 5' >>.orchestrator.yaml
commit_all 'a limit'
expect_exit 3 git orchestrate resume
expect_output 'orchestrator.yaml:[0-9]*:21: error: task 001: `max_cost_per_run` cannot count the agent `mine`'
expect_equal "$(cat "$(journal)")" "$before"

say 'prices: {big: {input: 1, cached: 1, output: 1}}' >>.orchestrator.yaml
commit_all 'and a price'
expect_exit 4 git orchestrate resume
expect_equal "$(events attempt.start 001 | wc -l)" 2
sound
