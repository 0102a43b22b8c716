#!/bin/sh
# Ids, branch names, paths and manifests that want out of their place: one clear error each, and nothing changed on
# disk. Each line of the tables below is one of them.
. "${0%/*}/lib.sh"

a_repository
configure
task 001 'echo one >one.txt'
mkdir "$story/outside"
say '{"id": "stolen", "command": "true"}' >"$story/outside/manifest.json"
pristine=$story/pristine
cp -a "$story/repo" "$pristine"

# Every byte below the story's directory but the output of the command itself.
everything() {
  find "$story" -path "$pristine" -prune -o -path "$HOME" -prune -o -type f ! -name out ! -name '*.log' \
    -exec sha256sum {} + -o ! -type f ! -path "$story" -print | sort
}

# refused CODE WHAT COMMAND…: ends with the code and an error, and leaves everything as it was.
count=0
refused() {
  wanted=$1 what=$2
  shift 2
  before=$(everything)
  code=0
  timeout 20 "$@" >"$story/out" 2>"$story/err.log" </dev/null || code=$?
  [ "$code" -eq "$wanted" ] || fail "$what: exit code $code instead of $wanted"
  grep -qi 'error: ' "$story/err.log" || fail "$what: no error"
  [ "$(wc -c <"$story/err.log")" -lt 4000 ] || fail "$what: too much is said"
  ! grep -q "$(printf '\033')" "$story/err.log" || fail "$what: a control character reached the terminal"
  [ "$(everything)" = "$before" ] || fail "$what: something changed on disk"
  count=$((count + 1))
  rm -rf "$story/repo"
  cp -a "$pristine" "$story/repo"
  cd "$story/repo"
}

# Ids in a manifest.
for id in ../evil -rf a/b UPPER '' a..b 'a b' .git é "$(printf %064d 0)" 'x;touch y' '$(touch y)' 'a\n'; do
  printf 'id: "%s"\n' "$id" | sed 's/\\n/\\\\n/' >.tasks/001-story/manifest.yaml
  refused 3 "the id \"$id\"" git orchestrate run
done

# Names of tasks on the command line.
for id in ../001 001/.. -rf; do refused 64 "the argument \"$id\"" git orchestrate run -- "$id"; done
refused 3 'a task that is not there' git orchestrate run nobody

# Lines of the configuration.
while IFS= read -r line; do
  sed -i "/^${line%%:*}:/d" .orchestrator.yaml
  printf '%s\n' "$line" >>.orchestrator.yaml
  refused 3 "the configuration \"$line\"" git orchestrate run
done <<'END'
main_branch: ../../evil
main_branch: -evil
main_branch: a..b
main_branch: HEAD
main_branch: refs/heads/
main_branch: "a b"
main_branch: a.lock
task_branch_prefix: "../"
tasks_dir: ../outside
tasks_dir: /etc
tasks_dir: .git
copy: ["../../etc/passwd"]
resources: [{name: a, paths: ["../**"]}]
max_parallel: 1e9
max_parallel: -1
doctor: ${NO_SUCH_VARIABLE}
doctr: "true"
bootstrap: [*alias]
END

# Manifests.
manifest=.tasks/001-story/manifest.yaml
printf '{"id": "001", ' >$manifest
refused 3 'half a manifest' git orchestrate run
printf 'id: "001"\nid: "002"\n' >$manifest
refused 3 'a key twice' git orchestrate run
printf 'a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nid: *b\n' >$manifest
refused 3 'aliases' git orchestrate run
awk 'BEGIN { printf "id: \"001\"\ndescription: "; for (i = 0; i < 1100000; i++) printf "x"; print "" }' >$manifest
refused 3 'a manifest of more than a megabyte' git orchestrate run
awk 'BEGIN { printf "id: "; for (i = 0; i < 1000; i++) printf "["; print "" }' >$manifest
refused 3 'a thousand brackets' git orchestrate run
printf 'id: "001"\ncommand: "\033]0;owned\007"\nevil\033[2J: 1\n' >$manifest
refused 3 'escape sequences' git orchestrate run
head -c 1000 /dev/urandom >$manifest
refused 3 'noise' git orchestrate run
printf 'id: "001"\nfiles: {writes: ["../../../etc/**"]}\n' >$manifest
refused 3 'a glob that leads outside' git orchestrate run
printf 'id: "001"\ndependencies: ["001"]\n' >$manifest
refused 3 'a task that waits for itself' git orchestrate run
rm $manifest && ln -s "$story/outside/manifest.json" .tasks/001-story/manifest.json
refused 3 'a manifest that is a link' git orchestrate run
rm $manifest && mkfifo $manifest
refused 3 'a manifest that is a pipe' git orchestrate run
ln -s "$story/outside" .tasks/002-story
refused 3 'a task folder that is a link' git orchestrate run
rm .orchestrator.yaml && mkfifo .orchestrator.yaml
refused 3 'a configuration that is a pipe' git orchestrate run

say "$count hostile inputs refused"
