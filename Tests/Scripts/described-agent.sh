#!/bin/sh
# An agent that only the configuration knows: it speaks Codex's events, and goes on with its session after a failure.
. "${0%/*}/lib.sh"

a_repository
cat >"$story/my-agent" <<'AGENT'
#!/bin/sh
cat >>prompts.md
echo 'starting up' >&2
echo '{"type":"thread.started","thread_id":"mine-1"}'
echo 'this line is no event'
[ "${ORCHESTRATE_SESSION-}" = mine-1 ] && echo fine >work.txt || echo mistake >work.txt
echo "{\"type\":\"item.completed\",\"item\":{\"type\":\"agent_message\",\"text\":\"with $ORCHESTRATE_MODEL as $1\"}}"
sum=$((100 * $2))
echo "{\"type\":\"turn.completed\",\"usage\":{\"input_tokens\":$sum,\"cached_input_tokens\":0,\"output_tokens\":$2}}"
AGENT
chmod +x "$story/my-agent"
configure 'doctor: "! grep -q mistake *.txt"' 'worker: {agent: mine, sandbox: none}' "agents: {mine: {command:\
 '$story/my-agent new 1', resume: '$story/my-agent old 2', output: codex-json, model: some-model}}"
say nothing >empty.txt
commit_all 'a text'
task 001 :
sed -i '/^command: |$/,+1d' .tasks/001-story/manifest.yaml
trust
run
landed 001
lands work.txt fine
expect_equal "$(events attempt.start 001 | wc -l)" 2
# The second turn reports the whole session: only what is new counts.
expect_equal "$(events agent.usage 001 | field input | tr '\n' ' ')" '100 100 '
expect_equal "$(events agent.usage 001 | field output | tr '\n' ' ')" '1 1 '
expect_exit 0 git orchestrate logs 001
expect_output 'with some-model as new'
expect_output 'with some-model as old'
sound
