#!/bin/sh
# `push.main` takes what landed to the remote, over a path and over ssh. A remote that refuses, or that never answers,
# undoes and delays no landing; what it said is in the journal.
. "${0%/*}/lib.sh"

# a_remote NAME: an empty one of the repository that we stand in.
a_remote() {
  git init -q --bare "$story/$1.git"
  git remote add "$1" "$story/$1.git"
}

pushed() { git --git-dir "$story/$1.git" rev-parse -q --verify orchestrate/main || say nothing; }

# Over a path, after every landing or a few of them at once.
a_repository
a_remote origin
configure 'push: {main: true}'
task 001 'echo one >one.txt'
task 002 'echo two >two.txt' 'dependencies: ["001"]'
trust
run
landed 001 002
expect_equal "$(pushed origin)" "$(git rev-parse orchestrate/main)"
happened push.done || fail 'the journal has no push.done'
grep -h '"type":"push.done"' "$(journal)" | grep -q 'new branch' || fail "the remote's answer is not in the journal"

# The remote refuses: everything lands, and the status says so.
a_remote strict
printf '#!/bin/sh\necho "not on a Friday" >&2\nexit 1\n' >"$story/strict.git/hooks/pre-receive"
chmod +x "$story/strict.git/hooks/pre-receive"
configure 'push: {main: true, remote: strict}'
task 003 'echo three >three.txt'
trust
run
landed 003
expect_equal "$(pushed strict)" nothing
grep -h '"type":"push.fail"' "$(journal)" | grep -q 'not on a Friday' || fail "the remote's words are not in the journal"
expect_exit 0 git orchestrate status
expect_output 'push of .* to strict failed: .*pre-receive hook declined'
expect_output 'git push strict orchestrate/main'

# The remote never answers: the second task lands while the push of the first still hangs.
printf '#!/bin/sh\ntouch %s/hanging\nexec sleep 600\n' "$story" >"$story/never"
chmod +x "$story/never"
git remote add never ssh://nobody@127.0.0.1/nothing.git
configure 'push: {main: true, remote: never, timeout: 600}' 'max_parallel: 2'
task 004 'echo four >four.txt'
task 005 "until [ -f $story/hanging ]; do sleep 0.05; done; echo five >five.txt"
trust
GIT_SSH=$story/never
GIT_SSH_VARIANT=simple
export GIT_SSH GIT_SSH_VARIANT
start run
until_true journal_has land.done 005
! happened push.fail || fail 'the push has ended already'
kill -INT "$orchestrator"
ended
expect_equal "$code" 130
landed 004 005
unset GIT_SSH
# Going on, the push is bounded, and the run ends.
git config orchestrate.push.timeout 2
GIT_SSH=$story/never expect_exit 3 git orchestrate resume
git config --unset orchestrate.push.timeout
git orchestrate stop --abandon >"$story/out" 2>&1
configure 'push: {main: true, remote: never, timeout: 2}'
task 006 'echo six >six.txt'
trust
GIT_SSH=$story/never
export GIT_SSH
run
landed 006
grep -h '"type":"push.fail"' "$(journal)" | grep -q 'no answer in 2 seconds' || fail 'the silence is not in the journal'
unset GIT_SSH
sound

# Over ssh, by the person's own configuration and key.
[ -x /usr/sbin/sshd ] || skip 'there is no sshd: Tests/Scripts/hooks/setup'
a_server() {
  mkdir -m 700 "$story/ssh"
  ssh-keygen -q -t ed25519 -N '' -f "$story/ssh/host"
  ssh-keygen -q -t ed25519 -N '' -f "$story/ssh/key"
  cp "$story/ssh/key.pub" "$story/ssh/allowed"
  [ -d /run/sshd ] || mkdir -m 755 /run/sshd
  for port in 40022 40122 40222 40322; do
    /usr/sbin/sshd -D -e -f /dev/null -h "$story/ssh/host" -p $port -o ListenAddress=127.0.0.1 -o UsePAM=no \
      -o StrictModes=no -o PidFile=none -o PasswordAuthentication=no -o PermitRootLogin=prohibit-password \
      -o AuthorizedKeysFile="$story/ssh/allowed" 2>"$story/sshd.log" &
    server=$!
    for _ in $(seq 100); do
      if grep -q 'Server listening' "$story/sshd.log"; then return; fi
      if gone $server; then break; fi
      sleep 0.05
    done
  done
  fail 'sshd does not start'
}
a_server
trap 'kill $server 2>/dev/null; end_story' EXIT
mkdir -m 700 "$HOME/.ssh"
cat >"$story/ssh/config" <<END
Host landing
  HostName 127.0.0.1
  Port $port
  User $(id -un)
  IdentityFile $story/ssh/key
  StrictHostKeyChecking no
  UserKnownHostsFile $story/ssh/known
END
# ssh takes a person's home from the passwd database; git's own setting stands in for ~/.ssh/config.
git config core.sshCommand "ssh -F $story/ssh/config"
git init -q --bare "$story/far.git"
git remote add far "landing:$story/far.git"
configure 'push: {main: true, remote: far}'
task 007 'echo seven >seven.txt'
trust
unset GIT_SSH_VARIANT
run
landed 007
expect_equal "$(pushed far)" "$(git rev-parse orchestrate/main)"
