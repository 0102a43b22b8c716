#!/bin/sh
# The doctor needs a compiler that is installed below the home, behind a short script on PATH: `init` finds out what it
# has to read, and where that line is missing `check` says it.
. "${0%/*}/lib.sh"

command -v make >/dev/null || skip 'make is not installed'
bwrap --unshare-all --ro-bind / / true 2>/dev/null || skip 'bubblewrap does not work here'
mkdir -p "$HOME/bin" "$HOME/.teacc/lib" "$HOME/.teacc/libexec" "$HOME/.ssh"
echo leaves >"$HOME/.teacc/lib/leaves"
cat >"$HOME/.teacc/libexec/compile" <<'END'
#!/bin/sh
cat "$HOME/.teacc/lib/leaves" "$1" >/dev/null && echo "compiled $1"
END
cat >"$HOME/bin/teacc" <<'END'
#!/bin/sh
exec "$HOME/.teacc/libexec/compile" "$@"
END
chmod +x "$HOME/bin/teacc" "$HOME/.teacc/libexec/compile"
PATH=$HOME/bin:$PATH

a_repository
printf 'test:\n\tteacc README\n' >Makefile
commit_all 'a makefile'
expect_exit 0 git orchestrate init
expect_output 'sandbox: auto, which is bubblewrap here'
expect_output 'the doctor passes in it, in a fresh checkout; for that it reads ~/.teacc'
expect_exit 0 git orchestrate config show
expect_output 'read: \["~/.teacc"\]'
expect_exit 0 git orchestrate check
expect_output 'make test passes in bubblewrap, in a fresh checkout'
expect_equal "$(git status --porcelain)" '?? .orchestrator.yaml'
expect_equal "$(git worktree list | wc -l) $(ls "$story")" "1 err.log
home
out
repo"
commit_all 'a configuration'
task 001 'teacc README >compiled.txt'
trust
run
landed 001
lands compiled.txt 'compiled README'

# Without the line the run does not start, and `check` says which one is missing.
sed -i '/read:/d' .orchestrator.yaml
commit_all 'less to read'
git orchestrate trust >/dev/null 2>&1
task 002 'echo two >002.txt'
trust
expect_exit 4 git orchestrate run
expect_exit 4 git orchestrate check
expect_output 'in .orchestrator.yaml, under worker:  read: \["~/.teacc"\]'

# What only the repository's own output asks for is never opened, nor proposed.
echo secret >"$HOME/.ssh/id_rsa"
printf 'test:\n\t@echo "%s: No such file or directory"; cat %s\n' "$HOME/.ssh/id_rsa" "$HOME/.ssh/id_rsa" >Makefile
commit_all 'a hostile makefile'
expect_exit 4 git orchestrate check
! grep -q -e 'read:.*ssh' -e '^secret' "$story/out" || fail 'a secret is to be opened'
sound
