#!/bin/sh
# What an agent reads without its task having declared it becomes one warning a resource, and stops nothing.
. "${0%/*}/lib.sh"

a_repository
mkdir api db web
say call >api/call && say table >db/table && say page >web/page && say link >web/link
cat >"$story/my-agent" <<'AGENT'
#!/bin/sh
cat >/dev/null
tool() { echo "{\"type\":\"item.started\",\"item\":{\"type\":\"command_execution\",\"command\":\"bash -lc '$1'\"}}"; }
echo '{"type":"thread.started","thread_id":"mine-1"}'
tool 'cat api/call db/table README'
tool "grep -n x web/page $PWD/web/link no/such/file"
tool 'sed -n 1p web/link'
echo more >api/more
echo '{"type":"turn.completed","usage":{"input_tokens":1,"cached_input_tokens":0,"output_tokens":1}}'
AGENT
chmod +x "$story/my-agent"
configure 'worker: {agent: mine, sandbox: none}' "agents: {mine: {command: '$story/my-agent', output: codex-json}}" \
  'resources: [{name: api, paths: ["api/**"]}, {name: db, paths: ["db/**"]}, {name: web, paths: ["web/**"]}]'
task 001 : 'locks: {writes: [api], reads: [db]}'
sed -i '/^command: |$/,+1d' .tasks/001-story/manifest.yaml
trust
run
landed 001
expect_equal "$(events access.read 001 | wc -l)" 1
git orchestrate status -v >"$story/out"
expect_output 'warning: 001 story-001 reads web, which it did not declare (web/page)'
git orchestrate status >"$story/out"
! grep -q warning "$story/out" || fail 'warned without being asked'
git orchestrate logs 001 >"$story/out"
expect_output '001 story-001 reads web, which it did not declare (web/page)'
sound
