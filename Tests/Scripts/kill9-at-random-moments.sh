#!/bin/sh
# The orchestrator is killed at random moments, twenty here and fifty in CI, each in a run of its own.
. "${0%/*}/lib.sh"

a_repository
configure 'max_parallel: 2' 'resources: [{name: a, paths: ["a*"]}, {name: b, paths: ["b*"]}]'
times=20
[ "${CI-}" != true ] || times=50
seed=$(date +%s)
say "seed $seed"
round=1
while [ $round -le $times ]; do
  rm -rf .tasks
  first="a$round" second="b$round"
  for id in "$first" "$second"; do
    task "$id" "echo turn >>$story/turns-$id; echo $round >$id.txt" "files: {writes: [$id.txt]}"
  done
  trust
  started=$(find "$(common)/orchestrate/runs" -name journal.jsonl 2>/dev/null | wc -l)
  start run
  sleep "$(awk -v seed="$((seed + round))" 'BEGIN { srand(seed); print rand() * 0.8 }')"
  kill -9 "$orchestrator" 2>/dev/null || :
  ended
  # Before the first event there is no run yet, and nothing to resume.
  if [ "$(find "$(common)/orchestrate/runs" -name journal.jsonl 2>/dev/null | wc -l)" -gt "$started" ]; then
    code=0
    git orchestrate resume >"$story/resume.log" 2>&1 || code=$?
  else
    code=0
    git orchestrate run >"$story/resume.log" 2>&1 || code=$?
  fi
  [ "$code" -eq 0 ] || fail "round $round: it ended with $code: $(tail -n 3 "$story/resume.log")"
  landed "$first" "$second"
  expect_equal "$(cat "$story/turns-$first" "$story/turns-$second" | wc -l)" 2
  round=$((round + 1))
done
sound
