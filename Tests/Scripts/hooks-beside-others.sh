#!/bin/sh
# Hooks that were there before, of people and of other tools, run exactly once each beside ours, with their input and
# their exit codes; and uninstalling leaves all of them as they were, to the byte and with their permissions.
. "${0%/*}/lib.sh"

tools=${HOOK_PROGRAMS:-$checkout/.build/hooks}
[ -f "$tools/complete" ] || skip "there is no $tools: Tests/Scripts/hooks/setup"
PATH=$PATH:$tools/bin
ran=$story/ran
export ran

# a_hook FILE NAME: writes down that it ran, its arguments, and what stood on its input.
a_hook() {
  mkdir -p "${1%/*}"
  cat >"$1" <<END
#!/bin/sh
{ echo "$2 \$# \$(cat)"; } >>"\$ran"
[ ! -f "\$ran-refuse" ] || exit 3
END
  chmod 750 "$1"
}

# a_place NAME: a repository with a remote, ready for hooks.
a_place() {
  cd "$story"
  git init -q --bare "$1.git"
  a_repository "$1"
  configure
  trust
  git remote add origin "$story/$1.git"
}

# Everything of the hooks, as one text.
picture() {
  for place in .git/hooks .husky "$HOME/hooks"; do
    [ ! -d "$place" ] || find "$place" ! -name '*.log' -printf '%p %y %m %l\n' -type f -exec sha256sum {} + | sort
  done
  git config --list --show-origin | grep -i hookspath || :
}

# once NAME…: what ran since the last time, in whatever order.
once() {
  expect_equal "$(cut -d' ' -f1 "$ran" 2>/dev/null | sort | tr '\n' ' ')" "$(printf '%s\n' "$@" | sort | tr '\n' ' ')"
  rm -f "$ran"
}

# works NAME…: commits of all kinds, in all worktrees, and a push run these hooks, those of a commit first.
works() {
  : >"$ran"
  git commit -q --allow-empty -m plain 2>"$story/err.log"
  once "$1" "$2"
  echo only >only
  git add only
  git commit -q --only only -m only 2>>"$story/err.log"
  once "$1" "$2"
  git commit -q --amend --no-edit 2>>"$story/err.log"
  once "$1" "$2"
  git worktree add -q "$story/linked" -b linked
  git -C "$story/linked" commit -q --allow-empty -m linked 2>>"$story/err.log"
  once "$1" "$2"
  git worktree remove --force "$story/linked"
  git branch -qD linked
  git push -q origin HEAD:main 2>>"$story/err.log"
  grep -q "HEAD $(git rev-parse HEAD) refs/heads/main\|^pre-push-of-pre-commit" "$ran" || fail 'the push hook has another input'
  once "$3"
}

# refuses: what refused a commit and a push refuses them still, and ours do not run then.
refuses() {
  touch "$ran-refuse"
  ! git commit -q --allow-empty -m refused 2>>"$story/err.log" || fail 'the commit was to be refused'
  git commit -q --allow-empty --no-verify -m pushed 2>>"$story/err.log"
  ! git push -q origin HEAD:main 2>>"$story/err.log" || fail 'the push was to be refused'
  rm "$ran-refuse" "$ran"
}

# in_and_out: installs, installs again, tells the story of the function, and uninstalls.
in_and_out() {
  before=$(picture)
  expect_exit 0 git orchestrate init
  expect_exit 0 git orchestrate init
  "$@"
  expect_exit 0 git orchestrate check
  expect_exit 0 git orchestrate uninstall
  expect_equal "$(picture)" "$before"
  [ ! -e .git/orchestrate/hooks ] || fail 'the marker is still there'
}

ours() {
  grep -q 'git orchestrate: ' .git/hooks/post-commit || fail 'our hook is not there'
}

# Nothing was there, not even the directory.
a_place nothing
rm -r .git/hooks
in_and_out ours

# People's own, one of them a link into the work tree, one of them not to be run.
a_place plain
a_hook .git/hooks/commit-msg commit-msg
a_hook .git/hooks/pre-push pre-push
a_hook scripts/after-commit post-commit
ln -s ../../scripts/after-commit .git/hooks/post-commit
plain() {
  works commit-msg post-commit pre-push
  refuses
}
in_and_out plain
expect_exit 0 git orchestrate init --no-hooks
! grep -q 'git orchestrate: ' .git/hooks/commit-msg || fail '--no-hooks installs hooks'
expect_exit 0 git orchestrate uninstall
chmod -x .git/hooks/commit-msg
never() {
  git commit -q --allow-empty -m never 2>"$story/err.log"
  once post-commit
}
in_and_out never

# pre-commit, itself installed in front of a hook that was there before; and installed again when ours are there.
a_place pre-commit
a_hook .git/hooks/commit-msg commit-msg
{
  say 'default_install_hook_types: [commit-msg, post-commit, pre-push]' 'repos:' '- repo: local' '  hooks:'
  for name in commit-msg post-commit pre-push; do
    say "  - {id: $name, name: $name, language: system, stages: [$name], always_run: true, pass_filenames: false," \
      "     entry: sh -c 'echo $name-of-pre-commit 0 >>\$ran; test ! -f \$ran-refuse'}"
  done
} >.pre-commit-config.yaml
commit_all 'pre-commit' 
pre-commit install >"$story/out"
rm -f "$ran"
# Its commit-msg runs the hook that was there before, too.
pre_commit() {
  : >"$ran"
  for again in 1 2; do
    git commit -q --allow-empty -m "pre-commit $again" 2>"$story/err.log"
    once commit-msg commit-msg-of-pre-commit post-commit-of-pre-commit
    git push -q origin HEAD:main 2>"$story/err.log"
    once pre-push-of-pre-commit
    pre-commit install >"$story/out"
  done
  refuses
}
in_and_out pre_commit
# Ours first, pre-commit later.
a_place pre-commit-later
expect_exit 0 git orchestrate init
cp ../pre-commit/.pre-commit-config.yaml .
commit_all 'pre-commit'
pre-commit install >"$story/out"
grep -q 'git orchestrate: ' .git/hooks/post-commit.legacy || fail 'pre-commit did not keep ours'
expect_exit 0 git orchestrate init
works commit-msg-of-pre-commit post-commit-of-pre-commit pre-push-of-pre-commit
expect_exit 0 git orchestrate check
! grep -q 'replaced' "$story/out" || fail 'check does not find ours behind pre-commit'
expect_exit 0 git orchestrate uninstall
expect_equal "$(grep -l 'git orchestrate: ' .git/hooks/*)" ''

# lefthook, also when it writes its hooks anew and ours are gone until the next init.
a_place lefthook
for name in commit-msg post-commit pre-push; do
  say "$name:" '  commands:' '    log:' '      use_stdin: true' \
    "      run: echo \"$name-of-lefthook 0 \$(test $name != pre-push || cat)\" >>\$ran; test ! -f \$ran-refuse"
done >lefthook.yml
commit_all 'lefthook'
lefthook install >"$story/out" 2>&1
lefthook_hooks() {
  works commit-msg-of-lefthook post-commit-of-lefthook pre-push-of-lefthook
  refuses
}
in_and_out lefthook_hooks
expect_exit 0 git orchestrate init
lefthook install --force >"$story/out" 2>&1
expect_exit 0 git orchestrate check
expect_output 'not there, or replaced: commit-msg, post-commit, pre-push'
expect_exit 0 git orchestrate init
: >"$ran"
git commit -q --allow-empty -m 'once more' 2>"$story/err.log"
once commit-msg-of-lefthook post-commit-of-lefthook
expect_exit 0 git orchestrate uninstall
expect_equal "$(grep -l 'git orchestrate: ' .git/hooks/*)" ''

# husky, and hooks that all repositories of a person share: nothing is written there, and ours is one line away.
a_place husky
mkdir -p .husky/_
for name in commit-msg post-commit pre-push; do
  printf '#!/usr/bin/env sh\n. "${0%%/*}/h"\n' >".husky/_/$name"
  chmod +x ".husky/_/$name"
  a_hook ".husky/$name" "$name"
done
printf 'n=$(basename "$0"); s=$(dirname "$(dirname "$0")")/$n; [ -f "$s" ] || exit 0; sh -e "$s" "$@"; exit $?\n' >.husky/_/h
# husky itself leaves `_` out of the commit, and a linked worktree without it has no hooks at all.
commit_all husky
git config core.hooksPath .husky/_
husky() {
  expect_output 'add these lines to commit-msg, post-commit, pre-push in .*/[.]husky:'
  works commit-msg post-commit pre-push
  refuses
}
in_and_out husky
expect_exit 0 git orchestrate init
for name in commit-msg post-commit pre-push; do
  grep -A 1 '^ *hook=' "$story/out" | sed 's/^ *//' >>".husky/$name"
done
expect_exit 0 git -c alias.x='!true' commit -q --allow-empty -m 'through husky'
mv .git/orchestrate/hooks "$story/marker"
say /nowhere/git-orchestrate >.git/orchestrate/hooks
expect_exit 0 git commit -q --allow-empty -m 'the program is gone'
expect_output '/nowhere/git-orchestrate is gone'

a_place everywhere
for name in commit-msg post-commit pre-push; do a_hook "$HOME/hooks/$name" "$name"; done
# shellcheck disable=SC2088 # git expands it
git config --global core.hooksPath '~/hooks'
everywhere() {
  expect_output "git's hooks are in $HOME/hooks"
  works commit-msg post-commit pre-push
}
in_and_out everywhere
