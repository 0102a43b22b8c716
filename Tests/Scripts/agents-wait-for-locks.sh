#!/bin/sh
# Two agents ask at the same moment for each other's lock, ready to wait for it: one is told at once to go on without it,
# the other gets it when that one has landed. By the times of the journal, nobody ever wrote a lock beside its holder.
. "${0%/*}/lib.sh"

# work TASK OWN OTHER: an agent that writes what it has and, if it gets it, what the other one has.
work() { say "touch $story/at-$1; until [ -f $story/at-001 ] && [ -f $story/at-002 ]; do sleep 0.05; done
mkdir -p $2 $3; echo $1 >$2/$1
orchestrate-worker access --write '$3/**' --reason 'it calls me' --wait 120 >$story/answer-$1 2>$story/told-$1 &&
  echo $1 >$3/$1
true"; }

a_repository
configure 'manifest_enforcement: block' \
  'resources: [{name: api, paths: ["api/**"]}, {name: web, paths: ["web/**"]}]'
task 001 "$(work 001 api web)" 'locks: {writes: [api]}'
task 002 "$(work 002 web api)" 'locks: {writes: [web]}'
trust
run
landed 001 002
sound

expect_equal "$(events access.grant | wc -l) $(events access.deny | wc -l)" '1 1'
first=$(events access.grant | field task) second=$(events access.deny | field task)
lock() { case $1 in 001) say api ;; 002) say web ;; esac; }
expect_equal "$(cat "$story/told-$first")" "waits: write lock \"$(lock "$second")\" is held by $second"
expect_equal "$(cat "$story/answer-$first")" 'granted: this task now writes api, web'
expect_equal "$(cat "$story/answer-$second")" \
  "denied: write lock \"$(lock "$first")\" is held by $first, which waits for what this task holds; go on without it"
lands "$(lock "$first")/$first" "$first"
lands "$(lock "$second")/$first" "$first"
lands "$(lock "$second")/$second" "$second"

# Who holds which lock from when to when.
awk '
  function value(name) { match($0, "\"" name "\":\"[^\"]*\""); return substr($0, RSTART + length(name) + 4, RLENGTH - length(name) - 5) }
  { id = value("task"); now = value("ts") }
  /"type":"(task.start|access.grant)"/ {
    for (rest = $0; match(rest, /"[a-z]+":"write"/); rest = substr(rest, RSTART + RLENGTH)) {
      lock = substr(rest, RSTART + 1, RLENGTH - 10)
      if (lock in holder && holder[lock] != id && !(ended[holder[lock]] != "" && ended[holder[lock]] <= now)) {
        print id " got " lock " at " now ", and " holder[lock] " had it until " ended[holder[lock]]; bad = 1
      }
      if (holder[lock] != id) taken++
      holder[lock] = id
    }
  }
  /"type":"land.done"/ { ended[id] = now }
  END { if (taken != 3) { print taken " locks were taken instead of 3"; bad = 1 }; exit bad }
' "$(journal)" >"$story/out" || fail "$(cat "$story/out")"
