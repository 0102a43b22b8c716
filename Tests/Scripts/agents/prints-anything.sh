# The agent prints its key and escape sequences, in a tool's output and in its own words: what we write and print has
# neither.
# shellcheck shell=sh disable=SC2154
. "${0%/*}/lib.sh"
# shellcheck source=/dev/null
. "$scripts/agents/lib.sh"

canary=sk-story-0123456789abcdefghijklmnop
OPENAI_API_KEY=$canary ANTHROPIC_API_KEY=$canary
model "\"# Task 001\": [{\"run\": \"printf '\\\\033]0;title\\\\007\\\\033[2J $canary'; echo one >001.txt\"},
  {\"say\": \"it is \\u001b[31mred\\u001b]0;title\\u0007 $canary\"}]"
agent_repository
agent_task 001
trust
run
landed 001
lands 001.txt one
expect_exit 0 git orchestrate logs 001
cat "$story/out" >>"$story/seen"
expect_output 'it is red'
expect_exit 0 git orchestrate status
cat "$story/out" "$(journal)" "$story/err.log" >>"$story/seen"
! grep -q "$(printf '[\033\007]')" "$story/seen" || fail 'an escape sequence came through'
! grep -qF "$canary" "$story/seen" || fail 'the key came through'
# The agent's own session, in its home, is its own affair.
expect_equal "$(grep -rlF "$canary" .git/orchestrate --exclude-dir=home)" ''
sound
