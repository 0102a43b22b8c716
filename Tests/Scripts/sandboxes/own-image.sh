# The image of worker/Dockerfile: built on demand by an engine that has what its FROM line names, with the packages of
# Debian, and then a whole task in it. Read after lib.sh; `sandbox` names the engine.
# shellcheck shell=sh disable=SC2154
timeout 10 bash -c ': </dev/tcp/deb.debian.org/80' 2>/dev/null || skip 'no mirror of Debian can be reached'
# shellcheck source=/dev/null
. "$scripts/sandboxes/lib.sh"

# What is there under that name is taken, and no registry asked.
base=$(sed -n 's/^FROM //p' "$checkout/worker/Dockerfile")
"$engine" tag "$image" "docker.io/library/$base"

a_repository
mkdir image
cp "$checkout/worker/Dockerfile" image/
printf '%s\n' 'check:' '	! test -e said.json || test "$$(jq -r .said said.json)" = "$$(cat README)"' >Makefile
configure "worker: {agent: command, sandbox: $sandbox}" 'doctor: make check' 'max_retries: 1' \
  'docker: {dockerfile: image/Dockerfile, network_mode: host}'
# Uses what agents use, makes a mistake, and mends it when the doctor has seen it.
task 001 "set -e
git log -1 --format=%s | grep -x configure
git grep -q hello
rg -q hello README
test \"\$(id -u)\" = $(id -u)
getent passwd agent
if [ -e said.json ]; then said=\$(cat README); else said=mistake; fi
python3 -c 'import json, sys; print(json.dumps({\"said\": sys.argv[1]}))' \"\$said\" >said.json"
trust
run
expect_output 'building the image git-orchestrate:'
landed 001
lands said.json '{"said": "hello"}'
expect_event doctor.fail 001
[ -z "$(find "$story/repo" "$story/repo.worktrees" ! -user "$(id -u)" 2>/dev/null)" ] || fail 'foreign files are left'
sound

# For a person whose number is that of the image's user, that one has a name; nobody else can be it.
if [ "$sandbox" = docker ]; then
  sed -i 's/^docker: {/&user: agent, /' .orchestrator.yaml
  commit_all 'Work as agent'
  trust
  expect_exit 4 git orchestrate run --rerun
  expect_output 'docker.user: agent has to have your own number in the image'
  git config --global safe.directory '*'
  task 002 'whoami >who.txt'
  chmod 755 "$story"
  chmod 666 "$story/docker.sock"
  mkdir -p "$story/repo.worktrees"
  chown -R 1000:1000 "$story/repo" "$story/repo.worktrees" "$HOME"
  as_person() { setpriv --reuid 1000 --regid 1000 --clear-groups "$@"; }
  as_person git orchestrate trust >/dev/null
  expect_exit 0 as_person git orchestrate run 002
  lands who.txt agent
fi
"$engine" rmi "docker.io/library/$base" >/dev/null
