# A person is asked, at a terminal, what is to be done; the answers become a plan, the plan tasks, and they land.
# shellcheck shell=sh disable=SC2154
. "${0%/*}/lib.sh"
# shellcheck source=/dev/null
. "$scripts/agents/lib.sh"
command -v script >/dev/null || skip 'script (util-linux) is not there to make a terminal'

answer='{\"tasks\":[{\"item\":\"greet\",\"spec\":\"# Greet\\n\\nWrite greeting.txt.\",\"description\":\"Greets.\",'
answer=$answer'\"dependencies\":[],\"locks\":{\"reads\":[],\"writes\":[\"other\"]},\"files\":{\"reads\":[],\"writes\":[]},'
answer=$answer'\"estimated_minutes\":5,\"affected_tests\":[],\"agent\":null,'
answer=$answer'\"verify\":{\"doctor\":null,\"fast\":null,\"lint\":null}}]}'
# question TEXT, plan TEXT: what the agent says in an interview.
question() { say "{\"answer\": \"{\\\"question\\\":\\\"$1\\\",\\\"plan\\\":null}\"}"; }
plan() { say "{\"answer\": \"{\\\"question\\\":null,\\\"plan\\\":\\\"## Greet\\\\n\\\\n$1\\\"}\"}"; }

model "\"PLANNED\": [{\"answer\": \"$answer\"}]" "\"ANEW\": [{\"answer\": \"$answer\"}]" \
  '"Task 001": [{"run": "echo hello world >greeting.txt"}, {"say": "done"}]' \
  "\"greet somebody\": [$(question 'Whom to greet?'), $(question 'How \\\\u001b[31mloud?'), $(plan PLANNED)]" \
  "\"greet again\": [{\"say\": \"I ask freely.\"}, $(question 'Why?'), $(plan ANEW)]"
agent_repository "planner: {agent: $agent, model: gpt-5}"
trust

expect_exit 64 git orchestrate autopilot greet
expect_output 'here is nobody to answer'
[ ! -e .git/orchestrate/interviews ] || fail 'an interview began without a person'

# at_a_terminal ARGUMENT…: what stands on standard input is typed there.
at_a_terminal() { script -qec "git orchestrate autopilot --no-progress $*" "$story/typed.log" >"$story/typed.out"; }

printf 'the world\nvery\n' | at_a_terminal 'greet somebody' || fail "autopilot ended with $?"
grep -q 'Whom to greet?' "$story/typed.out" || fail 'nobody was asked'
! grep -q "$(printf '\033')\[31m" "$story/typed.out" || fail 'an escape sequence came through'
landed 001
lands greeting.txt 'hello world'
transcript=$(echo .git/orchestrate/interviews/*/transcript.md)
expect_equal "$(sed -n 's/^## //p' "$transcript" | head -n 1)" 'Whom to greet?'
grep -qx 'the world' "$transcript" || fail 'the answer is not in the transcript'
grep -q PLANNED .git/orchestrate/interviews/*/plan.md || fail 'the plan is not kept'
[ "$(requests 'greet somebody' 'the world' 'very')" -ge 1 ] || fail 'the answers did not reach the agent'
[ "$(requests 'greet somebody' 'You may ask 6 more')" -ge 1 ] || fail 'it does not know how much it may ask'

# Planned only, and with no question left to ask.
at_a_terminal --plan-only --max-questions 0 greet again </dev/null || fail "autopilot ended with $?"
[ "$(requests 'greet again' 'Ask no more')" -ge 1 ] || fail 'it was not told to stop asking'
! grep -q 'Why?' "$story/typed.out" || fail 'a question too many was put'
expect_equal "$(find .git/orchestrate/runs -name journal.jsonl | wc -l)" 1
[ -e .tasks/002-greet/spec.md ] || fail 'there is no second task'
