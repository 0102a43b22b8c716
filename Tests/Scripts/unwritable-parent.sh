#!/bin/sh
# Worktrees are made beside the repository. Where that directory cannot be written, one line says which key to set.
. "${0%/*}/lib.sh"

[ "$(id -u)" -ne 0 ] || command -v setpriv >/dev/null || skip 'root can write anywhere, and there is no setpriv'
mkdir "$story/closed"
a_repository closed/repo
configure
task 001 'echo one >one.txt'
trust
as_somebody=
if [ "$(id -u)" -eq 0 ]; then
  chown -R 65534:65534 "$story"
  as_somebody='setpriv --reuid=65534 --regid=65534 --clear-groups'
  # The programs must be readable for everybody.
  $as_somebody git-orchestrate version >/dev/null 2>&1 || skip 'another user cannot run the programs here'
fi
chmod 555 "$story/closed"
# shellcheck disable=SC2086 # words
expect_exit 4 $as_somebody git-orchestrate run
expect_output worktree_root
chmod 755 "$story/closed"
chown -R "$(id -u)" "$story"
