#!/bin/sh
# A third agent by configuration alone: the README's own text, and a program of that name.
. "${0%/*}/lib.sh"

a_repository
mkdir "$story/bin"
cat >"$story/bin/my-agent" <<'AGENT'
#!/bin/sh
[ "$*" = --go ] && [ "$MY_AGENT_KEY" = 'the key' ] || exit 1
cat >prompt.md
echo 'I am yours'
AGENT
chmod +x "$story/bin/my-agent"
PATH=$story/bin:$PATH MY_AGENT_KEY='the key'
export PATH MY_AGENT_KEY
configure
{
  say 'version: 1' 'doctor: "test ! -e .git/none"' 'min_free_gb: 0'
  sed -n '/^# in .orchestrator.yaml$/,/^```$/p' "$checkout/README.md" | grep -v '^```$'
} | sed 's/^  sandbox: .*/  sandbox: none/' >.orchestrator.yaml
grep -q '^  mine: ' .orchestrator.yaml || fail 'the README has no such agent any more'
commit_all 'configure by the README'
task 001 : 'agent: mine'
sed -i '/^command: |$/,+1d' .tasks/001-story/manifest.yaml
trust
run
landed 001
expect_equal "$(git show orchestrate/main:prompt.md | head -n 1)" '# Task 001: story-001'
expect_exit 0 git orchestrate logs 001
expect_output 'I am yours'
sound
