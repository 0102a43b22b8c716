#!/bin/sh
# Sixteen tasks with one to three of five locks, as many at once as the locks allow. By the order of the journal, no
# two tasks that must not run together ever held their locks at the same time.
. "${0%/*}/lib.sh"

a_repository
configure 'max_parallel: 8' \
  'resources: [{name: a, paths: [a/**]}, {name: b, paths: [b/**]}, {name: c, paths: [c/**]}, {name: d, paths: [d/**]}, {name: e, paths: [e/**]}]'
claims='101 a - 102 b a 103 ab - 104 c - 105 d e 106 e - 107 ae b 108 bc d
  109 a e 110 d - 111 c ab 112 e c 113 abc - 114 d - 115 e d 116 b -'
# shellcheck disable=SC2086 # words
set -- $claims
while [ $# -gt 0 ]; do
  writes=$(say "$2" | sed 's/[a-e]/&, /g') reads=$(say "${3#-}" | sed 's/[a-e]/&, /g')
  task "$1" "sleep 0.1; mkdir -p $(say "$2" | cut -c1); echo x >$(say "$2" | cut -c1)/$1" \
    "locks: {writes: [${writes%, }], reads: [${reads%, }]}"
  shift 3
done
trust
run

# Goes through the journal with the set of tasks that hold locks.
awk -v claims="$claims" '
  BEGIN { n = split(claims, word); for (i = 1; i <= n; i += 3) { writes[word[i]] = word[i + 1]; reads[word[i]] = word[i + 2] } }
  function shares(left, right, i) {
    for (i = 1; i <= length(left); i++) if (substr(left, i, 1) != "-" && index(right, substr(left, i, 1))) return 1
    return 0
  }
  function conflict(x, y) {
    return shares(writes[x], writes[y]) || shares(writes[x], reads[y]) || shares(reads[x], writes[y])
  }
  match($0, /"task":"[0-9]+"/) { id = substr($0, RSTART + 8, RLENGTH - 9) }
  /"type":"task.start"/ {
    started++
    for (other in held) { together++; if (conflict(id, other)) { print id " started while " other " held its locks"; bad = 1 } }
    held[id] = 1
  }
  /"type":"(land.done|task.fail|task.review|merge.conflict)"/ { delete held[id] }
  END { if (started < 16 || !together) { print "nothing ran side by side"; bad = 1 }; exit bad }
' "$(journal)" >"$story/out" || fail "$(cat "$story/out")"
for id in 101 108 113 116; do landed $id; done
sound
