#!/bin/sh
# Two agents ask for each other's lock and for a free one: nobody waits, one gets the free one, and all the work lands.
. "${0%/*}/lib.sh"

# Answers in whole seconds; an agent that gets none goes on after ten.
ask() { say "began=\$(date +%s); code=0; $1 access --write '$2' --reason '$3' >$story/$4 2>&1 || code=\$?
echo \"exit \$code after \$((\$(date +%s) - began)) s\" >>$story/$4"; }

a_repository
configure 'manifest_enforcement: rescope' 'protect: [".github/**"]' \
  'resources: [{name: api, paths: ["api/**"]}, {name: web, paths: ["web/**"]}, {name: docs, paths: ["docs/**"]}]'
both="until [ -f $story/at-001 ] && [ -f $story/at-002 ]; do sleep 0.05; done"
task 001 "touch $story/at-001; $both
$(ask orchestrate-worker 'web/*.ts' 'it calls me' other-001)
$(ask 'git orchestrate' 'docs/**' 'it is described' free-001)
touch $story/asked-001; until [ -f $story/asked-002 ]; do sleep 0.05; done
$(ask orchestrate-worker 'api/x' 'mine already' own-001)
$(ask orchestrate-worker '.github/ci.yml' 'to deploy' protected-001)
mkdir api web docs; echo 1 >api/one; echo 1 >web/one; echo 1 >docs/one" 'locks: {writes: [api]}'
task 002 "touch $story/at-002; $both
$(ask 'git orchestrate' 'api/**' 'I call it' other-002)
until [ -f $story/asked-001 ]; do sleep 0.05; done
$(ask orchestrate-worker 'docs/two' 'it is described' free-002)
touch $story/asked-002
mkdir api web; echo 2 >web/two; echo 2 >api/two" 'locks: {writes: [web]}'
trust
run

expect_equal "$(cat "$story/other-001")" 'denied: write lock "web" is held by 002; go on without it, or --wait SECONDS for it
'"$(tail -n 1 "$story/other-001")"
grep -q 'denied: write lock "api" is held by 001' "$story/other-002" || fail '002 was not told who holds api'
grep -q 'granted: this task now writes api, docs' "$story/free-001" || fail '001 did not get docs'
grep -q 'denied: write lock "docs" is held by 001' "$story/free-002" || fail '002 was not told who holds docs'
grep -q 'granted: this task now writes api, docs' "$story/own-001" || fail '001 was refused what it has'
grep -q 'denied: only a person' "$story/protected-001" || fail 'a protected path was granted'
grep -h '^exit' "$story"/*-00[12] | sort -u >"$story/out"
! grep -qv '^exit [01] after [0-9] s' "$story/out" || fail 'an answer took long, or none came'

# What was denied was written all the same, and waited for its lock: one attempt each, and everything has landed.
landed 001 002
lands web/one 1
lands api/two 2
lands docs/one 1
expect_equal "$(events attempt.start | wc -l)" 2
expect_equal "$(events access.grant | wc -l)" 2
expect_equal "$(events access.deny | wc -l)" 4
git orchestrate logs --type 'access.*' >"$story/out"
expect_output '001 story-001 asks for docs/\*\*: it is described'
sound

# Outside of an attempt there is nobody to ask.
expect_exit 4 git orchestrate access --write a --reason b
expect_exit 4 orchestrate-worker access --write a --reason b
expect_exit 64 git orchestrate access --write /etc --reason b
expect_exit 64 orchestrate-worker access --write a
