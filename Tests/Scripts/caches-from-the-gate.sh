#!/bin/sh
# What the doctor builds in a green gate is there in later worktrees and gates: copies, which nobody shares. What an
# attempt or a red gate builds is not handed on, and none of it is part of anybody's work.
. "${0%/*}/lib.sh"

a_repository
configure 'caches: ["build"]' 'max_retries: 0' 'gate: {retries: 0}' \
  'doctor: "! test -e bad && mkdir -p build && ls *.txt 2>/dev/null >build/seen; echo x >>build/count; ln -sf count build/link"'
task 001 'cat build/count >before.txt; rm build/link; echo poison >build/count; echo poison >build/poison'
task 002 'cat build/count >before2.txt; ls build >found.txt' 'dependencies: ["001"]'
trust
run
landed 001 002
# The gate of the tip built once, then 001 was handed that; its own gate built upon it, and so on.
lands before.txt x
lands before2.txt "$(say x x)"
lands found.txt "$(say count link seen)"
if git ls-tree -r --name-only orchestrate/main | grep -q build; then fail 'a cache has landed'; fi

say 'A red gate hands nothing on'
cache=$(echo ../repo.worktrees/.caches/*/current/build)
expect_equal "$(cat "$cache/count")" "$(say x x x)"
# This doctor passes for the attempt and fails on the merged result.
sed -i 's/^doctor:.*/doctor: "echo y >>build\/count; case $PWD in *gate*) ! test -e worse.txt;; esac"/' .orchestrator.yaml
commit_all 'another doctor'
task 003 'echo worse >worse.txt'
trust
expect_exit 1 git orchestrate run
expect_state 003 failed
expect_equal "$(cat "$cache/count")" "$(say x x x y)"
expect_equal "$(find ../repo.worktrees/.caches -name current | wc -l)" 1
sound
