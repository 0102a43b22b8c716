#!/bin/sh
# doctor_parallel: 1 — four agents at once, but never two doctors, the gate's included; a doctor that waits uses up
# none of its time, a stop ends the wait, and the turn of a worker that is killed is free again.
. "${0%/*}/lib.sh"

a_repository
resources=''
for id in 001 002 003 004 005 006 007 008; do resources="$resources, {name: r$id, paths: [file-$id]}"; done
configure "resources: [${resources#, }]" 'doctor_parallel: 1' 'max_parallel: 4' 'doctor_timeout: 20' \
  "doctor: \"echo begin >>$story/turns; until test -e $story/go-\$ORCHESTRATE_TASK; do sleep 0.05; done; echo end >>$story/turns\""
touch "$story/go-"

# waiting TASKS: whether the doctor of one of them waits for its turn.
waiting() { events doctor.wait | grep -q "\"task\":\"00[$1]\""; }
for id in 001 002 003 004; do
  touch "$story/go-$id"
  task "$id" "echo $id >file-$id" "locks: {writes: [r$id]}"
done
trust
run
landed 001 002 003 004
# Begins and ends alternate: no two at once.
expect_equal "$(uniq "$story/turns" | sort | uniq -c | tr -s ' ' | sed 's/^ //' | tr '\n' ' ')" \
  "$(($(wc -l <"$story/turns") / 2)) begin $(($(wc -l <"$story/turns") / 2)) end "

say 'A doctor that waits is stopped, and one that is killed gives its turn back'
for id in 005 006 007 008; do task "$id" "echo $id >file-$id" "locks: {writes: [r$id]}"; done
trust
start run 005 006
until_true waiting 56
git orchestrate stop >"$story/stop.log" 2>&1 || fail 'it cannot be stopped'
ended
expect_equal "$(events attempt.finish | grep -c stopped)" 2
touch "$story/go-005" "$story/go-006"
expect_exit 0 git orchestrate resume
landed 005 006

start run 007 008
until_true waiting 78
holder=$(events doctor.start | tail -n 1 | field task)
worker=$(events worker.start "$holder" | tail -n 1 | field pid)
touch "$story/go-007" "$story/go-008"
kill -9 "$worker"
ended
expect_equal "$code" 0
landed 007 008
sound
