# Five agents at once, in containers and as processes by turns; the orchestrator is killed at a random moment, and with
# it a worker, all workers, a container, or nothing more. Whatever it is, the run is resumed and everything lands: no
# agent ever works beside another one of its task, nothing is left, and nothing that is not ours is signalled.
# CYCLES is how often. Read after lib.sh; `sandbox` names the engine.
# shellcheck shell=sh disable=SC2154
# shellcheck source=/dev/null
. "$scripts/sandboxes/lib.sh"

seed=${SEED:-$(date +%s)}
say "seed $seed"
a_repository
confine 'max_parallel: 5' 'resources: [{name: a, paths: ["a*"]}, {name: b, paths: ["b*"]}, {name: c, paths: ["c*"]},
  {name: d, paths: ["d*"]}, {name: e, paths: ["e*"]}]'

# Others that look like ours: a process with a mark, and a container with labels.
ORCHESTRATE_NONCE=20200101-000000-0000-001-1 sleep 7200 &
process=$!
"$engine" run --detach --name theirs --label org.git-orchestrate.repository=/their/.git --network none "$image" \
  sleep 7200 >/dev/null

# dice SIDES: from 0 to SIDES - 1.
dice() {
  seed=$((seed + 1))
  awk -v seed="$seed" -v sides="$1" 'BEGIN { srand(seed); rand(); print int(rand() * sides) }'
}

workers() {
  for file in "$(common)"/orchestrate/runs/*/tasks/*/attempt-*/worker.json; do
    [ ! -f "$file" ] || [ -f "${file%/*}/exit.json" ] || field pid <"$file"
  done
}

# first_processes: of our containers, as this machine numbers them. One that has just ended has number 0, which for `kill`
# means all of us.
first_processes() {
  for id in $("$engine" ps --quiet --filter "label=org.git-orchestrate.repository=$(common)"); do
    "$engine" inspect --format '{{.State.Pid}}' "$id" 2>/dev/null | grep -vx 0 || :
  done
}

# victims: who dies beside the orchestrator.
victims() {
  case $(dice 4) in
    0) ;;
    1) workers | head -n 1 ;;
    2) workers ;;
    3) first_processes | head -n 1 ;;
  esac
}

# ours: processes that carry the mark of any run here.
ours() {
  for environment in /proc/[0-9]*/environ; do
    { tr '\0' '\n' <"$environment" | grep -q "^ORCHESTRATE_NONCE=$run"; } 2>/dev/null && say "${environment%/environ}"
  done || :
}

left() { ours && "$engine" ps --all --quiet --filter "label=org.git-orchestrate.repository=$(common)"; }
nothing_left() { [ -z "$(left)" ]; }

cycle=1
while [ "$cycle" -le "$CYCLES" ]; do
  rm -rf .tasks
  for id in a b c d e; do
    task "$id$cycle" "exec 9>~/lock
      flock -n 9 || echo '$id$cycle' >>~/double
      sleep 1
      echo $cycle >$id$cycle.txt" "files: {writes: [$id$cycle.txt]}"
  done
  trust
  kind=$sandbox
  [ $((cycle % 2)) -eq 1 ] || kind=none
  started=$(find "$(common)/orchestrate/runs" -name journal.jsonl 2>/dev/null | wc -l)
  start run --sandbox "$kind"
  sleep "$(dice 6).$(dice 10)"
  # shellcheck disable=SC2046 # a list of numbers
  kill -9 "$orchestrator" $(victims) 2>/dev/null || :
  ended
  # Before the first event there is no run yet, and nothing to resume.
  if [ "$(find "$(common)/orchestrate/runs" -name journal.jsonl | wc -l)" -gt "$started" ]; then
    set -- resume
  else
    set -- run --sandbox "$kind"
  fi
  code=0
  git orchestrate "$@" >"$story/resume.log" 2>&1 || code=$?
  [ "$code" -eq 0 ] || fail "cycle $cycle, $kind: $1 ended with $code"
  landed "a$cycle" "b$cycle" "c$cycle" "d$cycle" "e$cycle"
  run=$(basename "$(dirname "$(journal)")")
  until_true nothing_left
  cycle=$((cycle + 1))
done
[ -z "$(find "$(common)/orchestrate/runs" -name double)" ] || fail 'two agents worked on one task at once'
alive "$process" || fail 'a foreign process was signalled'
expect_equal "$("$engine" ps --format '{{.Names}}')" theirs
kill "$process"
sound
