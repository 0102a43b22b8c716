#!/bin/sh
# Strict TDD: the first turn changes more than tests and is told so, then writes tests that pass, then tests that fail;
# only then comes the work. Nothing lands before.
. "${0%/*}/lib.sh"

a_repository
cat >"$story/my-agent" <<'AGENT'
#!/bin/sh
prompt=$(cat)
echo '{"type":"thread.started","thread_id":"tests-1"}'
mkdir -p tests
case $prompt in
  *'these are none: `greet.sh`'*) rm greet.sh; echo true >tests/greet ;;
  *'The tests passed although the work is not done'*) echo 'test "$(sh greet.sh)" = hello' >tests/greet ;;
  *'Your tests are there, and they fail'*) echo 'echo hello' >greet.sh ;;
  *'## This turn: the tests, nothing else'*) echo 'echo hello' >greet.sh; echo false >tests/greet ;;
esac
echo '{"type":"turn.completed","usage":{"input_tokens":1,"output_tokens":1}}'
AGENT
chmod +x "$story/my-agent"
configure 'worker: {agent: mine, sandbox: none}' 'doctor: "test ! -d tests || sh tests/greet"' 'fast: sh tests/greet' \
  "agents: {mine: {command: $story/my-agent, resume: $story/my-agent, output: codex-json}}"
task 001 : 'tdd_mode: strict' 'files: {writes: ["**"]}'
sed -i '/^command: |$/,+1d' .tasks/001-story/manifest.yaml
expect_exit 3 git orchestrate tasks check
expect_output 'strict TDD needs `test_paths`, here or in the configuration'
echo 'test_paths: ["tests/**"]' >>.orchestrator.yaml
commit_all 'name the tests'
trust
run
landed 001
expect_output 'changes more than tests: greet.sh'
expect_output 'the tests pass before the work is done'
expect_event tdd.violation 001
expect_event tdd.red 001
expect_event tdd.green 001
expect_equal "$(events attempt.start 001 | wc -l)" 4
expect_equal "$(events gate.start 001 | wc -l)" 1
expect_equal "$(git show orchestrate/main:greet.sh)" 'echo hello'
expect_equal "$(git show orchestrate/main:tests/greet)" 'test "$(sh greet.sh)" = hello'
sound
