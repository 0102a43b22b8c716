# The real program edits, fails the doctor, is told so in the same session, and lands; every token is counted.
# shellcheck shell=sh disable=SC2154
. "${0%/*}/lib.sh"
# shellcheck source=/dev/null
. "$scripts/agents/lib.sh"

model '"# Task 001": [{"run": "echo a mistake >001.txt"}, {"say": "I am done"}, {"run": "echo fine >001.txt"}]' \
  '"# Task 002": [{"run": "printf \"\\033[31mred\\n\"; echo two >002.txt"}, {"say": "it is \u001b[31mred"}]'
agent_repository 'doctor: "! grep -q mistake *.txt"'
say nothing >empty.txt
commit_all 'a text'
agent_task 001 'locks: {writes: []}' 'files: {writes: [001.txt]}'
agent_task 002 'files: {writes: [002.txt]}'
trust
run
landed 001 002
lands 001.txt fine
lands 002.txt two
expect_event doctor.fail 001
expect_equal "$(sessions 001)" 1
# The second turn saw the first: what it said, what it was told to do, and why it is asked again.
[ "$(requests '# Task 001' 'I am done' 'the doctor failed')" -ge 1 ] || fail 'the session was not resumed'
[ "$(requests '# Task 002' 'the doctor failed')" -eq 0 ] || fail 'the wrong agent was told of the failure'
tokens_agree
! grep -q "$(printf '\033')" "$(journal)" "$story/out" "$story/err.log" || fail 'an escape sequence came through'
sound
