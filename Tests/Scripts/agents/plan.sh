# An agent makes twenty tasks of a plan without any form. The plan is edited and planned again. Answers that do not
# hold are told to the agent once; then the plan is refused, and what it answered is kept.
# shellcheck shell=sh disable=SC2154
. "${0%/*}/lib.sh"
# shellcheck source=/dev/null
. "$scripts/agents/lib.sh"

# entry ITEM SPEC [DEPENDENCY] [RESOURCE]: one task of an answer, in the quotes of a scenario; SPEC is null or a text.
entry() {
  spec='null'
  [ "$2" = null ] || spec="\\\"$2\\\""
  say "{\\\"item\\\":\\\"$1\\\",\\\"spec\\\":$spec,\\\"description\\\":\\\"Does $1.\\\",\
\\\"dependencies\\\":[${3:+\\\"$3\\\"}],\\\"locks\\\":{\\\"reads\\\":[],\\\"writes\\\":[\\\"${4:-a}\\\"]},\
\\\"files\\\":{\\\"reads\\\":[],\\\"writes\\\":[]},\\\"estimated_minutes\\\":5,\\\"affected_tests\\\":[],\
\\\"agent\\\":null,\\\"verify\\\":{\\\"doctor\\\":null,\\\"fast\\\":null,\\\"lint\\\":null}}"
}

# tasks ENTRY…: a reply with these tasks.
tasks() {
  list=
  for one in "$@"; do list=${list:+$list,}$one; done
  say "{\"answer\": \"{\\\"tasks\\\":[$list]}\"}"
}

# many LAST [SPEC]: twenty entries, the last of which is LAST.
many() {
  for number in $(seq 19); do entry "thing $number" "${2:-Do thing $number.}"; done
  entry "$1" "Do $1." 'thing 3'
}

# Each entry is a word of its own: none has a line break.
IFS='
'
# shellcheck disable=SC2046
model "\"TWENTY THINGS\": [{\"run\": \"ls; touch trace\"}, $(tasks $(many 'thing 20'))]" \
  "\"NINETEEN AND ANOTHER\": [$(tasks $(many another null))]" \
  "\"MENDED\": [$(tasks "$(entry x 'Do x.' y)" "$(entry y 'Do y.' x)"), $(tasks "$(entry x 'Do x.')" "$(entry y 'Do y.' x)")]" \
  "\"CIRCLE\": [$(tasks "$(entry x 'Do x.' y)" "$(entry y 'Do y.' x)"), $(tasks "$(entry x 'Do x.' x)")]" \
  "\"UNKNOWN\": [$(tasks "$(entry x 'Do x.' '' nowhere)"), $(tasks "$(entry x 'Do x.' '' nowhere)")]" \
  '"PROSE": [{"say": "I would rather not."}, {"say": "Really not."}, {"say": "No."}, {"say": "No!"},
    {"say": "No!"}, {"say": "No!"}, {"say": "No!"}, {"say": "No!"}, {"say": "No!"}]' \
  '"ENDLESS": [{"hangs": true}]'
unset IFS
agent_repository "planner: {agent: $agent, model: gpt-5}" 'resources: [{name: a, paths: ["a/**"]}]'
trust
before=$(belongings)

say 'TWENTY THINGS, please.' >../plan.md
expect_exit 0 git orchestrate plan --input ../plan.md
expect_output '20 tasks, nothing wrong'
expect_output '020 *thing-20 *003'
[ ! -e trace ] || fail 'the planner wrote into the checkout'
# Claude Code has tools of its own for that, and no shell.
[ "$agent" = claude ] || [ "$(requests 'TWENTY THINGS' 'cannot touch' 'Read-only file system')" -ge 1 ] ||
  fail 'the planner cannot look round'
expect_exit 0 git orchestrate tasks check
[ "$(requests 'TWENTY THINGS' 'README' 'estimated_minutes')" -ge 1 ] || fail 'the prompt lacks tree or form'

say 'NINETEEN AND ANOTHER' >../plan.md
expect_exit 0 git orchestrate plan --input ../plan.md
expect_output '001 .* unchanged$'
expect_output '020 .* orphan$'
expect_output '021 .* created$'
[ "$(requests 'NINETEEN AND' 'item `thing 20` of this plan')" -ge 1 ] || fail 'the prompt lacks the tasks'

say MENDED >../other.md
expect_exit 0 git orchestrate plan --input ../other.md
expect_output 'the answer is refused'
expect_output '022 .* created$'
[ "$(requests MENDED 'the dependencies go in a circle')" -ge 1 ] || fail 'it was not told why'
expect_equal "$(requests MENDED 'Your answer was refused')" 1

kept() {
  file=$(sed -n 's/.*kept in \([^ ]*\)\. .*/\1/p' "$story/err.log")
  [ -s "$file" ] || fail "the answer is not kept"
}
count=$(find .tasks -name spec.md | wc -l)
for plan in CIRCLE UNKNOWN PROSE; do
  say "$plan" >../bad.md
  expect_exit 3 git orchestrate plan --input ../bad.md
  expect_output 'nothing was written'
  kept
  [ "$(requests "$plan" 'Your answer was refused')" -ge 1 ] || fail "$plan was not told why"
done
expect_equal "$(find .tasks -name spec.md | wc -l)" "$count"
expect_equal "$(grep -c '"type":"plan.refuse"' .git/orchestrate/journal.jsonl)" 3

# Somebody stops it.
say ENDLESS >../bad.md
git-orchestrate plan --input ../bad.md >"$story/endless.log" 2>&1 </dev/null &
planner=$!
asked() { [ "$(requests ENDLESS)" -ge 1 ]; }
until_true asked
kill -TERM "$planner"
code=0
wait "$planner" || code=$?
expect_equal "$code" 143
for process in /proc/[0-9]*; do
  [ "$(readlink "$process/cwd" 2>/dev/null)" = "$PWD" ] || continue
  ! tr '\0' '\n' <"$process/cmdline" | grep -qx "$agent" || fail 'the agent goes on'
done
rm -rf .tasks
expect_equal "$(belongings)" "$before"
