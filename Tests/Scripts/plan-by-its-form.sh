#!/bin/sh
# A plan of twenty items becomes twenty tasks without a model, and runs. The plan is edited and planned again: what has
# started stays, what has not follows, what the plan has no more is named. A plan that is wrong writes nothing.
. "${0%/*}/lib.sh"

a_repository
configure 'agents: {command: {command: "date >\"$ORCHESTRATE_TASK.txt\""}}' \
  'resources: [{name: text, paths: ["*.txt"]}, {name: docs, paths: ["docs/**"]}]' 'lint: "true"'
trust
{
  say '# Twenty things' '' 'What people should know.' ''
  for number in $(seq 20); do
    say "## $number. Thing $number" 'reads: docs'
    case $number in
      1) say 'writes: text' ;;
      2) say 'writes: text' 'depends: 1' ;;
      3) say 'writes: other' 'depends: Thing 2, 1' 'lint: "true"' ;;
      *) say 'writes: other' 'minutes: 5' ;;
    esac
    say '' "Do thing $number." ''
  done
} >plan.md

expect_exit 0 git orchestrate plan --input plan.md --dry-run
[ ! -e .tasks ] || fail 'a dry run wrote tasks'
expect_exit 0 git orchestrate plan --input plan.md
expect_output '20 tasks, nothing wrong'
expect_exit 0 git orchestrate tasks check
expect_output '20 tasks, nothing wrong'
expect_output '003 *thing-3 *002 001'
grep -q '^Do thing 7\.$' .tasks/007-thing-7/spec.md || fail 'the text is not in the spec'
grep -q '"type":"plan.finish"' .git/orchestrate/journal.jsonl || fail 'the journal has no plan.finish'

# Nobody is asked for anything: a plan brings no commands of its own.
run 001 002
landed 001 002
sed -i 's/^Do thing 2\.$/Do thing 2 otherwise./; s/^Do thing 4\.$/Do thing 4 otherwise./; /^## 20\./,$d' plan.md
say '## Another thing' 'writes: other' 'depends: Thing 19' >>plan.md
expect_exit 0 git orchestrate plan --input plan.md
expect_output '002 .* kept$'
expect_output '003 .* unchanged$'
expect_output '004 .* updated$'
expect_output '020 .* orphan$'
expect_output '021 .* created$'
expect_output '002 has started, so it stays as it was'
expect_output 'rm -r .tasks/020-thing-20'
grep -q 'otherwise' .tasks/004-thing-4/spec.md || fail '004 did not follow the plan'
! grep -q 'otherwise' .tasks/002-thing-2/spec.md || fail '002 was changed after it had landed'

before=$(find .tasks -type f -exec sha256sum {} + | sort | sha256sum)
say '' '## Last' 'writes: txet, /etc/passwd' 'depends: Thing 99' 'doctor: rm -rf /' >>plan.md
expect_exit 3 git orchestrate plan --input plan.md
expect_output '^plan.md:[0-9]*:10: error: there is no item and no task `Thing 99`'
sed -i 's/^depends: Thing 99$/depends: Last/' plan.md
expect_exit 3 git orchestrate plan --input plan.md
expect_output 'there is no resource `txet`'
expect_output 'the task depends on itself'
expect_output 'the configuration has no command `rm -rf /`'
expect_equal "$(find .tasks -type f -exec sha256sum {} + | sort | sha256sum)" "$before"
