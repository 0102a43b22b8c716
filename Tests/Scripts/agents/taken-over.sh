# A person goes on with a failed task's session: the command that `status` prints opens it in the real program, and
# the model sees the earlier turn.
# shellcheck shell=sh disable=SC2154
. "${0%/*}/lib.sh"
# shellcheck source=/dev/null
. "$scripts/agents/lib.sh"
command -v script >/dev/null || skip 'script(1) is not there, which gives a program a terminal'

model '"# Task 001": [{"run": "echo mistake >001.txt"}, {"say": "I left a mistake"}]'
agent_repository 'doctor: "! grep -q mistake *.txt"' 'max_retries: 0'
say nothing >empty.txt
commit_all 'a text'
agent_task 001 'files: {writes: [001.txt]}'
trust
expect_exit 1 git orchestrate run
git orchestrate status >"$story/status"
takeover=$(sed -n 's/^  \(cd .*\)  # its session, by hand$/\1/p' "$story/status")
git orchestrate logs 001 2>&1 | grep -qF "001, its session by hand: $takeover" || fail 'logs do not say it'

# Claude Code asks in a new home about colours, the key, and whether the folder is trusted: answered before.
settings=$(find .git/orchestrate/runs -path '*/home/.claude/.claude.json')
worktree=$(events worktree.create 001 | sed 's/.*"path":"\([^"]*\)".*/\1/; s,\\/,/,g')
known="\"hasCompletedOnboarding\":true,\"projects\":{\"$worktree\":{\"hasTrustDialogAccepted\":true}}"
known="$known,\"customApiKeyResponses\":{\"approved\":[\"scripted\"],\"rejected\":[]}"
[ -z "$settings" ] || sed -i "0,/{/s|{|{$known,|" "$settings"

# Keys as a person presses them: one after the other, and again while nothing happens.
press() {
  tries=0
  until [ "$(requests 'go on please')" -ge 1 ] || [ "$tries" -ge 12 ]; do
    sleep 1
    printf 'go on please'
    sleep 1
    printf '\r'
    tries=$((tries + 1))
  done
  printf '\003'
  sleep 1
  printf '\003'
}
press | TERM=xterm-256color timeout 60 \
  script -qec "stty rows 40 cols 120; $takeover" /dev/null >"$story/terminal.log" 2>&1 || :
[ "$(requests 'go on please' 'I left a mistake')" -ge 1 ] || fail 'the session was not taken over'
