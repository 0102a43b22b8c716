# Every attack of `attack`, from inside a sandbox: nothing fires on the host, whatever we and the person do afterwards,
# nothing outside of what the commands may write has changed, and what the agent was asked for lands.
# Read after lib.sh; `sandbox` names it.
# shellcheck shell=sh disable=SC2154
. "$scripts/sandboxes/lib.sh"

# outside: everything that no command of a task may change, as one line a file.
outside() {
  find "$story/repo" "$HOME" \( -path "$story/repo/.git/orchestrate" -o -path "$story/repo/.git/objects" \
    -o -path "$story/repo/.git/worktrees" -o -path '*/refs/orchestrate' -o -path '*/refs/heads/orchestrate' \
    -o -path '*/logs/refs/*' \) -prune -o -type f -exec sha256sum {} + -o -printf '%p %y %l\n' | sort
  git config --list --show-origin
  cat "$(common)/orchestrate/trust.json"
}

canaries=$story/canaries
mkdir "$canaries" "$HOME/bin" "$HOME/.codex"
PATH=$HOME/bin:$PATH
echo content-of-the-home >"$HOME/private"
echo '{}' >"$HOME/.codex/auth.json"
a_repository
mkdir d
echo a file >d/file
echo a file >file
cp "$scripts/sandboxes/attack" attack
cat >check.sh <<'CHECK'
! grep -q mistake work.txt 2>/dev/null
CHECK
confine 'doctor: sh check.sh' 'max_parallel: 3' 'max_log_mb: 1' 'max_retries: 0' \
  'protect: [".orchestrator.yaml", ".gitattributes", "check.sh"]' \
  'resources: [{name: a, paths: [a]}, {name: b, paths: [b]}, {name: c, paths: [c]}, {name: d, paths: [e]}]'
# The plants, and beside them a task whose work and log are to be spied on.
task 001 "sh ./attack $canaries $story/repo $HOME; rm -f attack; echo good >work.txt" 'locks: {writes: [a]}'
task 002 "echo secret-of-002; echo secret-of-002 >\"\$HOME/mine\"; echo two >002.txt" 'locks: {writes: [b]}'
# What the doctor is, and what has to land.
task 003 "echo 'exit 0' >check.sh; echo mistake >work.txt" 'locks: {writes: [c]}'
task 004 "sed -i 's/^doctor.*/doctor: \"true\"/' .orchestrator.yaml; echo four >004.txt" 'locks: {writes: [c]}'
# What can be read, whom it can kill, what it leaves running, and how much it can say.
task 005 "echo five >005.txt
cat /proc/[0-9]*/environ | tr '\\0' '\\n' | grep CANARY
cat $story/repo/.git/orchestrate/runs/*/tasks/*/*/agent.jsonl $HOME/private
grep -rs secret-of-002 / --include=mine --include='*.jsonl' --exclude-dir=proc --exclude-dir=usr
(setsid sh -c 'trap : TERM; while :; do sleep 1; done' lingering-${story##*/} &)
yes 0123456789 | head -c 3000000
kill -9 -1
setsid kill -9 \$PPID || :" 'dependencies: ["002"]' 'locks: {writes: [d]}'
trust
git status --porcelain >/dev/null
outside >"$story/before.txt"
CANARY_SECRET=canary-of-the-host expect_exit 1 git orchestrate run

landed 001 002 005
expect_state 003 needs_review
expect_state 004 needs_review
lands work.txt good
# A link lands as a link, and nothing is ever written through it.
expect_equal "$(git ls-tree orchestrate/main d | cut -d' ' -f1)" 120000
attacks=$(grep -c '^attack: ' "$(common)"/orchestrate/runs/*/tasks/001/attempt-01/agent.jsonl)
[ "$attacks" -ge 25 ] || fail "only $attacks attacks were made"

# What the fifth task got to see, and what is left of it.
log=$story/log-of-005
cat "$(common)"/orchestrate/runs/*/tasks/005/attempt-01/agent.jsonl >"$log"
! grep -q -e canary-of-the-host -e secret-of-002 -e content-of-the-home "$log" || fail 'a secret was read'
[ "$(wc -c <"$log")" -lt 1200000 ] || fail 'the log has no limit'
! cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' '\n' | grep -qx "[l]ingering-${story##*/}" || fail 'a child lingers'

# All that we do, and all that a person does.
for command in status 'status --json' tasks runs 'logs 001' 'logs doctor' 'logs timeline' 'diff 001' check; do
  # shellcheck disable=SC2086 # a command line
  git orchestrate $command >>"$story/seen" 2>>"$story/seen" </dev/null || :
done
! grep -q "$(printf '[\033\007]')" "$story/seen" || fail 'an escape sequence came through'
expect_equal "$(ls "$canaries")" ''
outside | diff "$story/before.txt" - || fail 'something outside has changed'
expect_exit 0 git orchestrate deliver
git status >/dev/null
git diff HEAD~1 >/dev/null
git commit -q --allow-empty -m mine
git switch -q -c another
git switch -q main
git merge -q orchestrate/main
git -c core.pager=cat log -p -2 >/dev/null
expect_exit 0 git orchestrate clean --all --force
expect_equal "$(ls "$canaries")" ''
expect_equal "$(cat "$HOME/private" "$HOME/.codex/auth.json")" 'content-of-the-home
{}'
expect_equal "$(grep -ls "$canaries" /usr/local/bin/planted /etc/cron.d/planted)" ''
sound
