#!/bin/sh
# The first attempt does not satisfy the doctor; the second is told why, goes on with the same files, and lands.
. "${0%/*}/lib.sh"

a_repository
configure 'doctor: "! grep -q mistake *.txt"' 'max_retries: 1'
say nothing >empty.txt
commit_all 'a text'
task 001 '
  cat >"prompt-$ORCHESTRATE_ATTEMPT.md"
  if [ "$ORCHESTRATE_ATTEMPT" = 1 ]; then echo a mistake >work.txt; else sed -i s/mistake/success/ work.txt; fi'
trust
run
landed 001
lands work.txt 'a success'
expect_event doctor.fail 001
expect_event doctor.pass 001
expect_event task.retry 001
git show orchestrate/main:prompt-2.md | grep -qi doctor || fail 'the second attempt was not told of the doctor'

# Attempts are counted: one that never satisfies the doctor is given up, and its dependents are blocked.
task 002 'date +%N >>work.txt; echo another mistake >>work.txt'
task 003 'true' 'dependencies: ["002"]'
trust
expect_exit 1 git orchestrate run 002 003
expect_state 002 failed
expect_state 003 blocked
expect_equal "$(events attempt.start 002 | wc -l)" 2
expect_equal "$(events attempt.start 003 | wc -l)" 0
sound
