# What every story stands on: an empty home, a cleared environment, a directory of its own that goes away at the end.
# Read by `. "${0%/*}/lib.sh"`. A story ends with 0 when it came out, 77 when it cannot be told here.
# shellcheck shell=sh
set -eu

programs=${ORCHESTRATE_BIN-}
for name in $(env | sed -n 's/^\(GIT_[A-Z_]*\)=.*/\1/p; s/^\(ORCHESTRATE_[A-Z_]*\)=.*/\1/p'); do unset "$name"; done
scripts=$(CDPATH='' cd -- "${0%/*}" && pwd)
while [ ! -f "$scripts/lib.sh" ]; do scripts=${scripts%/*}; done
checkout=${scripts%/Tests/Scripts}
PATH=${programs:-$checkout/.build/debug}:$PATH
story=$(mktemp -d "${TMPDIR:-/tmp}/orchestrate-story.XXXXXX")
HOME=$story/home LC_ALL=C TZ=UTC GIT_CONFIG_NOSYSTEM=1
export PATH HOME LC_ALL TZ GIT_CONFIG_NOSYSTEM
unset XDG_CONFIG_HOME TMPDIR
mkdir "$HOME"

end_story() {
  cd /
  end_processes
  umount --lazy "$story/small" 2>/dev/null || :
  rm -rf "$story"
}
trap end_story EXIT
trap 'exit 130' INT TERM HUP

# Ends what a failed story left: every process that works in the story's directory.
end_processes() {
  for process in /proc/[0-9]*; do
    case $(readlink "$process/cwd" 2>/dev/null) in
      "$story"/*) kill -9 "${process#/proc/}" 2>/dev/null || : ;;
    esac
  done
}

say() { printf '%s\n' "$@"; }

fail() {
  tail -n 20 "$story"/*.log 2>/dev/null || :
  grep -h '"type":"\(task.fail\|task.review\|request.refuse\|base.red\)"' "$(journal)" 2>/dev/null || :
  say "FAILED: $*"
  exit 1
}

skip() {
  say "$*"
  exit 77
}

# Repositories, configuration, tasks

# a_repository [NAME]: one commit on main, and we stand in it.
a_repository() {
  git init -q -b main "$story/${1:-repo}"
  cd "$story/${1:-repo}"
  git config user.name Story
  git config user.email story@example.org
  say hello >README
  commit_all start
}

commit_all() {
  git add -A
  git commit -qm "$1"
}

# configure [LINE]…: commits a configuration of command agents without a sandbox, and these lines.
configure() {
  say 'version: 1' 'worker: {agent: command, sandbox: none}' 'min_free_gb: 0' >.orchestrator.yaml
  for line in 'doctor: "true"' "$@"; do
    key=${line%%:*}
    sed -i "/^$key:/d" .orchestrator.yaml
    printf '%s\n' "$line" >>.orchestrator.yaml
  done
  commit_all configure
  say .tasks/ >>.git/info/exclude
}

# task ID COMMAND [LINE]…: a task whose agent is the shell command; the lines are more of its manifest.
task() {
  folder=.tasks/$1-story
  mkdir -p "$folder"
  say "Do what task $1 says." >"$folder/spec.md"
  {
    printf 'id: "%s"\nname: story-%s\ncommand: |\n' "$1" "$1"
    printf '%s\n' "$2" | sed 's/^/  /'
    shift 2
    [ $# -eq 0 ] || printf '%s\n' "$@"
  } >"$folder/manifest.yaml"
}

trust() { git orchestrate trust >"$story/trust.log" 2>&1 || fail "trust is refused"; }

# Running

# run [ARGUMENT]…: runs all tasks to the end; everything has to land.
run() { expect_exit 0 git orchestrate run "$@"; }

# expect_exit CODE COMMAND…: the output is in $story/out and $story/err.log.
expect_exit() {
  wanted=$1
  shift
  code=0
  "$@" >"$story/out" 2>"$story/err.log" </dev/null || code=$?
  [ "$code" -eq "$wanted" ] || fail "\"$*\" ended with $code instead of $wanted"
}

# start [ARGUMENT]…: an orchestrator in the background, its process id in $orchestrator.
start() {
  git-orchestrate "$@" >>"$story/orchestrator.log" 2>&1 </dev/null &
  orchestrator=$!
}

# ended: waits for it; its exit code is in $code.
ended() {
  code=0
  wait "$orchestrator" 2>/dev/null || code=$?
}

# until_true COMMAND…: looks again and again for half a minute.
until_true() {
  tries=0
  until "$@"; do
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] || fail "did not happen in 30 seconds: $*"
    sleep 0.05
  done
}

# Looking

# alive PID: whether a process runs; a dead one that nobody has waited for does not.
alive() { grep -q '^State:.[^Z]' "/proc/$1/status" 2>/dev/null; }
gone() { ! alive "$1"; }

common() { git rev-parse --path-format=absolute --git-common-dir; }

# The newest run's journal; fails while there is none.
journal() {
  set -- "$(common)"/orchestrate/runs/*/journal.jsonl
  while [ $# -gt 1 ]; do shift; done
  [ -f "$1" ] && say "$1"
}

# events TYPE [TASK]: the journal's lines of an event.
events() {
  grep -h "\"type\":\"$1\"" "$(journal)" 2>/dev/null | grep "\"task\":\"${2-[^\"]*}\"" || :
}

journal_has() { [ -n "$(events "$@")" ]; }

# happened TYPE: also for events that are about no task.
happened() { grep -q "\"type\":\"$1\"" "$(journal)" 2>/dev/null; }

# field NAME: the value of a text or number in journal lines on standard input.
field() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p"; }

# state TASK: the word that `status` has for it.
state() {
  git orchestrate status --json | tr -d '\n' | sed 's/"tokens" *: *{[^}]*}//g; s/{/\n{/g' |
    grep "\"id\" *: *\"$1\"" | sed -n 's/.*"state" *: *"\([a-z_]*\)".*/\1/p'
}

# Expecting

expect_state() { [ "$(state "$1")" = "$2" ] || fail "$1 is $(state "$1"), not $2"; }

expect_event() { journal_has "$@" || fail "the journal has no $*"; }

expect_output() { grep -q -e "$1" "$story/out" "$story/err.log" || fail "nothing is said of \"$1\""; }

expect_equal() { [ "$1" = "$2" ] || fail "\"$1\" is not \"$2\""; }

# landed TASK…: each once, as the commit that passed the gate, in the history of the integration branch.
landed() {
  for id in "$@"; do
    expect_state "$id" landed
    commit=$(events land.done "$id" | field commit)
    expect_equal "$(events land.done "$id" | wc -l)" 1
    git merge-base --is-ancestor "$commit" orchestrate/main || fail "$id is not in orchestrate/main"
    expect_equal "$(git log --first-parent --format='%(trailers:key=Task,valueonly)' orchestrate/main |
      grep -cx "$id")" 1
  done
}

# lands FILE TEXT: what the integration branch holds in a file.
lands() { expect_equal "$(git show "orchestrate/main:$1")" "$2"; }

# Nothing of the repository is broken, and nothing lies about.
sound() {
  git fsck --strict --no-dangling >"$story/fsck.log" 2>&1 || fail 'git fsck complains'
  expect_equal "$(find "$(common)" -name '*.lock' ! -name worker.lock ! -path '*/home/*' ! -path '*/tmp/*')" ''
}

# Everything that belongs to the user, as one hash: files, index, stash, branches, tags, HEAD and configuration.
belongings() {
  {
    find . -path ./.git -prune -o -type f -exec sha256sum {} + -o -type l -printf '%p -> %l\n' | sort
    git for-each-ref --format='%(refname) %(objectname)' |
      grep -v -e ' refs/orchestrate/' -e '^refs/orchestrate/' -e '^refs/heads/orchestrate/' || :
    for file in HEAD index config logs/HEAD logs/refs/stash; do
      [ ! -f ".git/$file" ] || sha256sum ".git/$file"
    done
  } | sha256sum
}
