# What commands in a sandbox see, can reach and can change. Read after lib.sh; `sandbox` names it.
# shellcheck shell=sh disable=SC2154
# shellcheck source=/dev/null
. "$scripts/sandboxes/lib.sh"

a_repository
echo private >"$HOME/private"
echo shared >"$HOME/shared"
mkdir "$HOME/cache"
confine "worker: {agent: command, sandbox: $sandbox, read: [~/shared], cache: [~/cache]}" \
  "doctor: test ! -e $HOME/private && test ! -e $story/repo/README && echo the doctor was here"
cat >"$story/look" <<'LOOK'
{
  test ! -e HOME/private && echo 'the home is not there'
  test ! -e REPO/README && echo 'the checkout of the user is not there'
  cat HOME/shared ~/shared
  [ "$HOME" != HOME ] && echo 'the home is the own one'
  [ "$(ls /proc | grep -c '^[0-9]')" -lt 10 ] && echo 'other processes are not there'
  git log --oneline -1 --format=%s
  git commit -q --allow-empty -m mine 2>/dev/null || echo 'git takes no commit'
  ls REPO/.git/orchestrate 2>/dev/null | grep -vx runs || echo 'our records are not there'
  echo x >REPO/.git/orchestrate/spool 2>/dev/null || echo 'nothing is written there'
  rm -f .git 2>/dev/null; [ -f .git ] && echo 'the pointer stays'
  echo x >/usr/x 2>/dev/null || echo 'the system is read-only'
  echo kept >HOME/cache/kept
  echo kept >~/kept && echo x >/tmp/x && echo x >"$TMPDIR/x" && echo 'there is room for what is temporary'
  [ -z "${SECRET-}" ] && echo 'nothing of the environment comes along'
} >seen.txt
LOOK
sed -i "s,HOME/,$HOME/,g; s,\[ \"\$HOME\" != HOME,[ \"\$HOME\" != $HOME,; s,REPO,$story/repo,g" "$story/look"
task 001 "$(cat "$story/look")"
trust
SECRET=secret run
landed 001
git show orchestrate/main:seen.txt >"$story/seen.log"
expect_equal "$(cat "$story/seen.log")" "the home is not there
the checkout of the user is not there
shared
shared
the home is the own one
other processes are not there
configure
git takes no commit
our records are not there
nothing is written there
the pointer stays
the system is read-only
there is room for what is temporary
nothing of the environment comes along"
expect_equal "$(cat "$HOME/cache/kept")" kept
grep -q 'the doctor was here' "$(common)"/orchestrate/runs/*/gates/*/*doctor*.log || fail 'the gate ran elsewhere'
expect_equal "$(cat "$HOME/private")$(ls "$HOME")" "privatecache
private
shared"
sound
[ -z "$(find "$story/repo" "$story/repo.worktrees" "$HOME" ! -user "$(id -u)" 2>/dev/null)" ] || fail "files of somebody else are left"
