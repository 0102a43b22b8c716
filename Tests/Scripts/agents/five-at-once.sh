# Five tasks at once: one fails its doctor twice, one conflicts with what landed, one asks too often, one falls silent.
# Each goes on with its own session, everything lands, and every token is counted.
# shellcheck shell=sh disable=SC2154
. "${0%/*}/lib.sh"
# shellcheck source=/dev/null
. "$scripts/agents/lib.sh"

[ "$agent" = codex ] && times=1 || times=4
model '"# Task 001": [{"run": "echo mistake 1 >001.txt"}, {"say": "first try"}, {"run": "echo mistake 2 >001.txt"},
    {"say": "second try"}, {"run": "echo fine >001.txt"}]' \
  '"# Task 002": [{"run": "echo two >shared.txt"}]' \
  '"# Task 003": [{"run": "sleep 8; echo three >shared.txt"}, {"say": "alone it works"},
    {"run": "printf \"two\\nthree\\n\" >shared.txt"}]' \
  "\"# Task 004\": [{\"run\": \"echo four >004.txt\"}, {\"status\": 429, \"retryAfter\": 1, \"times\": $times}]" \
  '"# Task 005": [{"run": "echo five >005.txt"}, {"hangs": true}]'
agent_repository 'doctor: "! grep -q mistake *.txt"' 'max_parallel: 5' 'stall_minutes: 1' 'resources: [{name: a, paths: [a]},
  {name: b, paths: [b]}, {name: c, paths: [c]}, {name: d, paths: [d]}, {name: e, paths: [e]}]'
echo one >shared.txt
commit_all 'a text'
agent_task 001 'locks: {writes: [a]}'
agent_task 002 'locks: {writes: [b]}'
agent_task 003 'locks: {writes: [c]}'
agent_task 004 'locks: {writes: [d]}'
agent_task 005 'locks: {writes: [e]}'
trust
run
landed 001 002 003 004 005
lands shared.txt 'two
three'
expect_equal "$(events doctor.fail 001 | wc -l)" 2
expect_event merge.conflict 003
expect_equal "$(events attempt.finish 004 | grep -c '"limit"')" 1
expect_equal "$(events attempt.finish 005 | grep -c '"stalled"')" 1
for id in 001 002 003 004 005; do expect_equal "$id $(sessions "$id")" "$id 1"; done
[ "$(requests '# Task 001' 'first try' 'second try')" -ge 1 ] || fail '001 was not resumed'
[ "$(requests '# Task 003' 'alone it works' '## Conflict')" -ge 1 ] || fail '003 was not resumed'
[ "$(requests '# Task 004' 'echo four')" -gt "$times" ] || fail '004 was not resumed'
[ "$(requests '# Task 005' 'echo five' 'said nothing for 1 minutes')" -ge 1 ] || fail '005 was not resumed'
tokens_agree
sound
