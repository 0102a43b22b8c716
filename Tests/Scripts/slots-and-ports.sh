#!/bin/sh
# Each living attempt has a slot and a hundred ports of its own, also when an orchestrator is killed and the next one
# finds its workers still at work.
. "${0%/*}/lib.sh"

a_repository
configure 'max_parallel: 2' \
  'resources: [{name: r001, paths: [file-001]}, {name: r002, paths: [file-002]}, {name: r003, paths: [file-003]}]' \
  "doctor: \"echo gate \$ORCHESTRATE_SLOT \$ORCHESTRATE_PORT \$ORCHESTRATE_ATTEMPT >>$story/seen\""
for id in 001 002 003; do
  task "$id" "echo $id \$ORCHESTRATE_SLOT \$ORCHESTRATE_PORT >>$story/seen
until test -e $story/go-$id; do sleep 0.05; done; echo $id >file-$id" "locks: {writes: [r$id]}"
done
trust
at_work() { grep -q "^$1 " "$story/seen"; }
start run
until_true at_work 001
until_true at_work 002
kill -9 "$orchestrator"
ended
# 001 goes; 003 gets the slot that is free, not the one that 002's worker has kept.
touch "$story/go-001"
start resume
until_true at_work 003
touch "$story/go-002" "$story/go-003"
ended
expect_equal "$code" 0
landed 001 002 003
slot() { sed -n "s/^$1 \([0-9]*\) .*/\1/p" "$story/seen"; }
port() { sed -n "s/^$1 [0-9]* //p" "$story/seen"; }
expect_equal "$(slot 001) $(slot 002) $(slot 003)" '0 1 0'
expect_equal "$(port 001)" "$(port 003)"
[ "$(port 001)" != "$(port 002)" ] || fail 'two slots have the same ports'
gate=$(sed -n 's/^gate 64 \([0-9]*\)$/\1/p' "$story/seen" | sort -u)
for id in 001 002 003; do
  [ "$gate" != "$(port $id)" ] || fail "the gate has the ports of $id"
  [ "$(port $id)" -ge 10000 ] || fail "$(port $id) is a port of others"
  [ "$(port $id)" -le 32667 ] || fail "$(port $id) is one of Linux's own ports"
done
