#!/bin/sh
# A file system of 200 MB fills up in the middle of a run: the run pauses, and goes on when there is room again.
. "${0%/*}/lib.sh"

[ "$(id -u)" -eq 0 ] || skip 'only root can mount a small file system'
mkdir "$story/small"
mount -t tmpfs -o size=200m tmpfs "$story/small" 2>/dev/null || skip 'a small file system cannot be mounted here'
a_repository small/repo
configure 'min_free_gb: 0.02' 'max_parallel: 1' 'max_retries: 0'
for id in 001 002 003; do
  task $id "echo \$\$ >$story/at-$id; until [ -f $story/go-on ]; do sleep 0.05; done; head -c 100000 /dev/urandom >$id.bin"
done
trust
start run
until_true [ -s "$story/at-001" ]
head -c 300000000 /dev/zero >"$story/small/filler" 2>/dev/null || :
touch "$story/go-on"
# Nothing can be written of it in the journal, which is in the same file system.
until_true gone "$(cat "$story/at-001")"
sleep 3
alive "$orchestrator" || fail 'the orchestrator gave up'
rm "$story/small/filler"
ended
if [ "$code" -ne 0 ]; then expect_exit 0 git orchestrate resume; fi
landed 001 002 003
sound
