#!/bin/sh
# An agent in a sandbox asks for a lock: its mailbox is the one thing of ours that it can write.
. "${0%/*}/lib.sh"
export sandbox=bubblewrap
# shellcheck source=/dev/null
. "$scripts/sandboxes/lib.sh"

a_repository
confine 'manifest_enforcement: block' 'resources: [{name: api, paths: [api]}, {name: web, paths: [web]}]'
task 001 "orchestrate-worker access --write web --reason 'it calls me' >web
echo x >\$ORCHESTRATE_MAILBOX/../task.json && exit 1
cp web api" 'locks: {writes: [api]}'
trust
run
landed 001
lands web 'granted: this task now writes api, web'
sound
