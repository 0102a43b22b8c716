#!/bin/sh
# A worker is killed in the middle of an attempt: the attempt is repeated on the files that are there, and it costs
# the task none of its attempts.
. "${0%/*}/lib.sh"

a_repository
configure 'max_retries: 0'
task 001 "
  if [ -f half.txt ]; then echo whole >>half.txt; exit; fi
  echo half >half.txt; echo \$\$ >$story/agent; exec sleep 300"
trust
start run
until_true [ -s "$story/agent" ]
until_true journal_has worker.start 001
kill -9 "$(events worker.start 001 | field pid)"
ended
expect_equal "$code" 0
landed 001
lands half.txt 'half
whole'
expect_event worker.lost 001
until_true gone "$(cat "$story/agent")"
sound
