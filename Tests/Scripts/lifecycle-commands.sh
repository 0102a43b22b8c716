#!/bin/sh
# The commands around a task: bootstrap once in a fresh checkout, before and after every attempt, and before its
# worktree is removed, also when that is replaced by a newer one. A failing before_attempt is a failed attempt.
. "${0%/*}/lib.sh"

a_repository
configure "bootstrap: [\"echo bootstrap \$ORCHESTRATE_TASK >>$story/steps\"]" \
  "before_attempt: [\"echo before \$ORCHESTRATE_TASK \$ORCHESTRATE_ATTEMPT >>$story/steps; test -z \\\"\$(ls -A \$TMPDIR)\\\"; touch \$TMPDIR/left\"]" \
  "after_attempt: [\"echo after \$ORCHESTRATE_ATTEMPT >>$story/steps; rm -f scratch\"]" \
  "before_remove: [\"echo leave \$ORCHESTRATE_TASK \$(cat result) >>$story/steps; exit 9\"]" \
  'doctor: "! test -e result || grep -q good result"'
task 001 'touch scratch; [ -e result ] && echo good >result || echo bad >result'
trust
run
landed 001
grep -vx bootstrap "$story/steps" >"$story/task-steps"
expect_equal "$(cat "$story/task-steps")" "$(say 'bootstrap 001' 'before 001 1' 'after 1' 'before 001 2' 'after 2' \
  'bootstrap 001' 'leave 001 good')"
# What after_attempt takes away is not part of the work, and what before_remove says stops nothing.
expect_equal "$(git ls-tree --name-only orchestrate/main | grep -v -e README -e yaml)" result
expect_event before_remove.fail 001
expect_event after_attempt.pass 001
expect_equal "$(find "$(common)/orchestrate/runs" -path '*/home/tmp/*')" ''

say 'A failing before_attempt'
task 002 'echo never >never'
sed -i 's/^before_attempt:.*/before_attempt: ["exit 7"]/; s/^doctor:.*/doctor: "true"/' .orchestrator.yaml
say 'max_retries: 0' >>.orchestrator.yaml
commit_all 'cannot begin'
trust
expect_exit 1 git orchestrate run
expect_state 002 failed
expect_event before_attempt.fail 002
sound
