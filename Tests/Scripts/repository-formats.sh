#!/bin/sh
# Repositories that we cannot serve are refused by name, with a way out, exit code 4 and nothing changed; those that
# only look unusual work.
. "${0%/*}/lib.sh"

# unusual NAME: a copy of a plain repository with one task, to be made unusual.
a_repository plain
mkdir lib
say text >lib/file
configure 'doctor: "test -f README"'
task 001 'echo one >one.txt'
unusual() {
  rm -rf "$story/repo" "$story/repo.worktrees"
  cp -a "$story/plain" "$story/repo"
  cd "$story/repo"
}

refused() {
  say "expecting a refusal that names: $1"
  commit_all unusual 2>/dev/null || :
  git orchestrate trust >/dev/null 2>&1 || :
  refs=$(git for-each-ref)
  expect_exit 4 git orchestrate run
  expect_output "$1"
  expect_output 'error:'
  expect_output 'hint:'
  expect_equal "$(git for-each-ref)" "$refs"
  [ ! -e "$story/repo.worktrees" ] || fail "$1: a worktree was made"
  [ ! -e .git/orchestrate/runs ] || fail "$1: a run was made"
}

works() {
  say "expecting that this works: $*"
  trust
  run
  landed 001
}

unusual && git sparse-checkout set lib && refused sparse
unusual && git sparse-checkout set --sparse-index lib && refused sparse
unusual && git update-index --split-index && refused split
unusual && say '*.bin filter=lfs' >.gitattributes && refused filter
unusual && say '*.txt working-tree-encoding=UTF-16' >.gitattributes && refused working-tree-encoding
unusual && git config commit.gpgSign true && refused sign
unusual && git -c protocol.file.allow=always submodule add -q "$story/plain" sub && refused submodule
unusual && git config core.repositoryFormatVersion 1 && git config extensions.preciousObjects true && works precious objects
unusual && git config core.repositoryFormatVersion 1 && git config extensions.partialClone origin && refused 'partial'
rm -rf "$story/repo" && git init -q -b main --object-format=sha256 "$story/repo" && cd "$story/repo" &&
  git config user.name Story && git config user.email story@example.org && say x >README && refused sha256
rm -rf "$story/repo" && git clone -q --bare "$story/plain" "$story/repo" && cd "$story/repo" && expect_exit 4 git orchestrate run

unusual && git update-index --index-version 4 && works index version 4
unusual && git update-index --untracked-cache && works untracked cache
unusual && git config core.autocrlf input && works autocrlf
unusual && git pack-refs --all && git gc -q && works packed
unusual && git worktree add -q "$story/linked" -b linked && cp -a .tasks "$story/linked/" && cd "$story/linked" && works from a linked worktree
