# A container from its image to its end: built on demand, limited, left by nothing that ran in it, gone with its worker
# however that ends. Read after lib.sh; `sandbox` names the engine.
# shellcheck shell=sh disable=SC2154
# shellcheck source=/dev/null
. "$scripts/sandboxes/lib.sh"

none_left() { [ -z "$(containers)" ]; }
worker() { cat "$(common)"/orchestrate/runs/*/tasks/"$1"/attempt-"$2"/worker.json | field pid; }

# Without an image nothing starts, and a person learns why.
a_repository
configure "worker: {agent: command, sandbox: $sandbox}"
task 001 true
trust
expect_exit 4 git orchestrate run
expect_output "sandbox $sandbox needs an image"
configure "worker: {agent: command, sandbox: $sandbox}" 'docker: {image: no-such-image}'
trust
expect_exit 4 git orchestrate run
expect_output 'has no image no-such-image'
expect_output 'hint: get it'

# It is built from a Dockerfile once, and has the limits that are set.
say "FROM $image" 'RUN echo built >/built' >Dockerfile
configure "worker: {agent: command, sandbox: $sandbox}" \
  'docker: {dockerfile: Dockerfile, network_mode: host, memory_mb: 256, cpus: 0.5, pids_limit: 99}' \
  "doctor: for process in /proc/[0-9]*; do
    case \$(tr '\\0' ' ' <\$process/cmdline) in 'sleep 1000 ') exit 1 ;; esac
  done"
task 001 'cat /built >seen.txt
cat /sys/fs/cgroup/pids.max /sys/fs/cgroup/pids/pids.max 2>/dev/null >>seen.txt
env -i setsid sleep 1000 >/dev/null 2>&1 &'
trust
run
expect_output 'building the image git-orchestrate:'
landed 001
lands seen.txt 'built
99'
none_left || fail 'a container is left'
[ -z "$(find "$story/repo" "$story/repo.worktrees" ! -user "$(id -u)" 2>/dev/null)" ] || fail 'foreign files are left'

# What is killed takes its container along, though nobody is there to end it, and though the agent tries to keep the first
# process from hearing of it: by locking what that waits for, in every way, and by tracing it.
cat >"$HOME/stay" <<'STAY'
lock=$(tr '\0' '\n' </proc/1/cmdline | tail -n 1)
[ -f "$lock" ] || touch ~/no-lock
for n in 1 2 3; do
  perl -MFcntl=:flock -e 'open F, "<", $ARGV[0]; 1 until flock F, LOCK_EX | LOCK_NB; sleep 1000' "$lock" &
done
perl -MFcntl -e 'open F, "<", $ARGV[0]; fcntl F, F_SETLKW, pack "ssqql", F_RDLCK, 0, 0, 0, 0; sleep 1000' "$lock" &
perl -MFcntl -e 'open F, "+<", $ARGV[0] or exit; fcntl F, F_SETLKW, pack "ssqql", F_WRLCK, 0, 0, 0, 0; sleep 1000' \
  "$lock" &
# PTRACE_ATTACH, as x86-64 calls it.
perl -e 'syscall(101, 16, 1, 0, 0) == 0 and open F, ">", "$ENV{HOME}/traced"; sleep 1000' &
sleep 1
touch ~/again
sleep 1000
STAY
task 002 "[ -e ~/again ] || {
$(cat "$HOME/stay")
}
echo two >two.txt"
trust
start run
until_true eval '[ -e "$(common)"/orchestrate/runs/*/tasks/002/home/again ]'
! grep -q building "$story/orchestrator.log" || fail 'the image is built again'
[ "$("$engine" inspect --format '{{index .Config.Labels "org.git-orchestrate.task"}}' "$(containers)")" = 002 ] ||
  fail 'the container does not say whose it is'
for trick in no-lock traced; do
  [ ! -e "$(echo "$(common)"/orchestrate/runs/*/tasks/002/home/$trick)" ] || fail "$trick"
done
kill -9 "$orchestrator" "$(worker 002 01)"
ended
until_true none_left
expect_exit 0 git orchestrate resume
landed 002

# A stop ends it.
task 003 'touch ~/there; sleep 1000'
trust
start run
until_true eval '[ -e "$(common)"/orchestrate/runs/*/tasks/003/home/there ]'
expect_exit 0 git orchestrate stop
ended
# The engine forgets it a moment after its end.
until_true none_left

# What never started is found by whose it is; what is somebody else's stays.
"$engine" create --name mine "$image" true >/dev/null
"$engine" create --name git-orchestrate-lost --label "org.git-orchestrate.repository=$(common)" "$image" true >/dev/null
git orchestrate clean --dry-run >"$story/out" 2>&1 || :
expect_output "would remove $sandbox container git-orchestrate-lost"
git orchestrate clean >"$story/out" 2>&1 || :
expect_equal "$("$engine" ps --all --format '{{.Names}}')" mine
sound
