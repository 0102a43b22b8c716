# What a container may take of the machine: an agent or a doctor that takes more memory is killed, and its attempt has
# failed for just that reason; processors and processes are as few as is said. Read after lib.sh; `sandbox` names the
# engine.
# shellcheck shell=sh disable=SC2154
# shellcheck source=/dev/null
. "$scripts/sandboxes/lib.sh"

hog="perl -e 'my \$x = \"x\" x 200_000_000'"
a_repository
confine "docker: {image: $image, network_mode: host, memory_mb: 64, cpus: 0.5, pids_limit: 50}" 'max_retries: 0' \
  'resources: [{name: a, paths: [a]}, {name: b, paths: [b]}, {name: c, paths: [c]}, {name: d, paths: [d]}]' \
  "doctor: if [ -e b ]; then $hog; fi"
# What the kernel says of the limits, in either version of control groups, and what it does about the last one.
task 001 "at=/sys/fs/cgroup
cat \$at/memory/memory.limit_in_bytes \$at/memory.max 2>/dev/null >a
cut -d' ' -f1 \$at/cpu/cpu.cfs_quota_us \$at/cpu.max 2>/dev/null >>a
cat \$at/pids/pids.max \$at/pids.max 2>/dev/null >>a
(for n in 1 2 3 4 5 6 7 8 9 10; do for m in 1 2 3 4 5 6; do sleep 9 & done; done) 2>/dev/null || echo no more >>a" \
  'locks: {writes: [a]}'
task 002 'echo b >b' 'locks: {writes: [b]}'
task 003 "echo c >c; $hog" 'locks: {writes: [c]}'
# Temporary files are memory, too. Nobody is killed for them.
task 004 'head -c 40000000 /dev/zero 2>d >/tmp/d || sed -i "s/.*: //" d' 'locks: {writes: [d]}'
trust

# Nobody but root limits anything by the first version of control groups. Nothing starts without limits then.
if [ "$(id -u)" -ne 0 ] && [ ! -e /sys/fs/cgroup/cgroup.controllers ]; then
  expect_exit 4 git orchestrate run
  expect_output "rootless $sandbox cannot limit anything here"
  exit 0
fi

expect_exit 1 git orchestrate run
landed 001 004
lands a '67108864
50000
50
no more'
lands d 'No space left on device'
expect_state 002 failed
expect_state 003 failed
git orchestrate status >"$story/out"
expect_output '002 .*doctor fails: out of memory: docker.memory_mb'
expect_output '003 .*the agent gave up (out of memory: docker.memory_mb'
sound
