#!/bin/sh
# The orchestrator is killed as soon as an event of each kind stands in the journal, one kind after the other, and
# resumed each time: nothing is lost, landed twice or done twice.
. "${0%/*}/lib.sh"

a_repository
configure 'doctor: "! grep -rq mistake work"' 'max_parallel: 2' \
  'resources: [{name: one, paths: [work/001]}, {name: two, paths: [work/002]}]'
mkdir work
say start >work/start
commit_all work
for id in 001 002 003; do
  task $id "echo turn >>$story/turns-$id; sleep 0.2; echo $id >work/$id" "files: {writes: [work/$id]}"
done
task 004 "echo turn >>$story/turns-004
  if [ \$ORCHESTRATE_ATTEMPT = 1 ]; then echo mistake >work/004; else echo right >work/004; fi" 'dependencies: ["001"]'
trust

kinds='run.start task.start worktree.create attempt.start worker.start doctor.start doctor.pass attempt.finish
  snapshot.create merge.candidate gate.start gate.pass land.intent land.done doctor.fail task.retry run.resume'
command=run kills=0
for kind in $kinds; do
  seen=$(grep -c . "$(journal)" 2>/dev/null || :)
  start $command
  command=resume
  # Only what is written from now on counts.
  while alive "$orchestrator"; do
    if tail -n "+$((${seen:-0} + 1))" "$(journal)" 2>/dev/null | grep -q "\"type\":\"$kind\""; then
      kill -9 "$orchestrator" 2>/dev/null && kills=$((kills + 1))
      break
    fi
  done
  ended
  journal >/dev/null || command=run
done
[ "$kills" -ge 8 ] || fail "only $kills kills arrived"
expect_exit 0 git orchestrate resume
landed 001 002 003 004
for id in 001 002 003; do expect_equal "$(wc -l <"$story/turns-$id")" 1; done
expect_equal "$(wc -l <"$story/turns-004")" 2
sound
