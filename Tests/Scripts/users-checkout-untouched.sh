#!/bin/sh
# A dirty checkout with a stash, staged and untracked files and a detached worktree is the same, byte for byte, after
# a run in which tasks land, fail and conflict.
. "${0%/*}/lib.sh"

a_repository
configure 'max_retries: 0' 'resources: [{name: one, paths: [README]}, {name: two, paths: [two]}]'
say kept >stashed
git add stashed
git stash -q
say staged >staged
git add staged
say changed >>README
say untracked >untracked
ln -s README link
git tag v1
git branch other
task 001 'echo one >README' 'files: {writes: [README]}'
task 002 'echo two >README; sleep 0.3; exit 1' 'files: {writes: [two]}'
task 003 'echo three >staged' 'files: {writes: [staged]}'
trust
git update-index --refresh >/dev/null || :
before=$(belongings)
expect_exit 1 git orchestrate run
expect_state 001 landed
expect_state 002 failed
expect_state 003 landed
expect_equal "$(belongings)" "$before"
expect_exit 0 git orchestrate clean --all --force
expect_equal "$(belongings)" "$before"
sound
