#!/bin/sh
# A plan that is committed on main becomes tasks, and with `action: run` they run; the commit itself is back at once,
# even where another program reads all that it prints. A plan that is wrong heads the next status.
. "${0%/*}/lib.sh"

# A plan's tasks bring no commands, so the configuration's agent has one.
agent='agents: {command: {command: "date >$ORCHESTRATE_TASK.txt"}}'
plans='branches: [main], paths: ["docs/plans/*.md"]'

# commit MESSAGE: as an editor would, which reads until nobody holds the pipe any more.
commit() {
  git add -A
  said=$(timeout 10 git commit -qm "$1" 2>&1) || fail "the commit \"$1\" hangs or fails: $said"
}

# a_plan FILE TITLE…: an item for each title.
a_plan() {
  mkdir -p docs/plans
  file=docs/plans/$1
  shift
  printf '# Plan\n' >"$file"
  for title in "$@"; do printf '\n## %s\nwrites: other\n\nDo %s.\n' "$title" "$title" >>"$file"; done
}

tasks_are() { expect_equal "$(find .tasks -mindepth 1 -maxdepth 1 | wc -l)" "$1"; }
worked_off() { [ -f .git/orchestrate/errands/last.json ] && [ -z "$(find .git/orchestrate/errands -name '[0-9]*')" ]; }

a_repository
configure "$agent" "hooks: {post_commit: {$plans, action: plan}}"
expect_exit 0 git orchestrate init
trust

# Commits close to each other, of two files, are one errand.
a_plan summer.md bread butter
commit 'Plan the summer'
expect_equal "$said" 'orchestrate: planning docs/plans/summer.md (git orchestrate status)'
expect_exit 0 git orchestrate status
expect_output 'planning docs/plans/summer.md, for commit'
a_plan autumn.md jam
commit 'Plan the autumn'
until_true worked_off
tasks_are 3
expect_equal "$(git status --porcelain)" ''

# A plan that is wrong: the next status says so, and so does the next commit of a plan.
printf '# Plan\n\n## Salt\ndepends: nothing of this kind\n\nDo it.\n' >docs/plans/winter.md
commit 'Plan the winter'
until_true worked_off
until_true grep -q failure .git/orchestrate/errands/last.json
expect_exit 0 git orchestrate status
expect_output 'what commit .* started has failed: docs/plans/winter.md'
a_plan winter.md salt
commit 'Plan the winter again'
case $said in *'has failed: docs/plans/winter.md'*) ;; *) fail "the failure is not told: $said" ;; esac
until_true worked_off
tasks_are 4

# Planned, and run.
configure "$agent" "hooks: {post_commit: {$plans, action: run}}"
trust
a_plan spring.md eggs
commit 'Plan the spring'
expect_equal "$said" 'orchestrate: planning docs/plans/spring.md and running it (git orchestrate status)'
until_true happened run.finish
tasks_are 5
expect_equal "$(git orchestrate status --json | grep -o '"state":"landed"' | wc -l)" 5
sound
