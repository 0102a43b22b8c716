# An agent in a sandbox asks for locks, by the name that its prompt tells it: its mailbox is the one thing of ours that it
# can write, and the answer the one thing that it can read. Read after lib.sh; `sandbox` names it.
# shellcheck shell=sh disable=SC2154
# shellcheck source=/dev/null
. "$scripts/sandboxes/lib.sh"

a_repository
confine 'manifest_enforcement: block' 'resources: [{name: api, paths: [api]}, {name: web, paths: [web]}]'
task 001 "set -e
asker=\$(sed -n 's/.*\`\([^ ]*\) access --write .*/\1/p' | head -n 1)
\$asker access --write web --reason 'it calls me' >web
code=0; \$asker access --write .orchestrator.yaml --reason 'to change the rules' >api || code=\$?
echo \$code >>api
! { echo x >\$ORCHESTRATE_MAILBOX/../task.json; } 2>/dev/null
ls -A \$ORCHESTRATE_MAILBOX >>api" 'locks: {writes: [api]}'
trust
run
landed 001
lands web 'granted: this task now writes api, web'
lands api 'denied: only a person may let such a change through; go on without it
1'
expect_equal "$(events access.grant | wc -l) $(events access.deny | wc -l)" '1 1'
sound
