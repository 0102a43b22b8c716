#!/bin/sh
# A commit on a branch with rules starts the program only when git finds that it touches what the rules name, or when
# git cannot tell; and it tells a live run that a branch has moved without starting anything.
. "${0%/*}/lib.sh"

a_repository
configure 'hooks: {post_commit: {branches: [main, side], paths: ["docs/plans/*.md", "*.plan", "end "], action: plan}}' \
  'worker: {agent: command}'
expect_exit 0 git orchestrate init
trust
marker=.git/orchestrate/hooks
expect_equal "$(sed 1d "$marker" | tr '\n' ' ')" 'main side :(top,glob)docs/plans/*.md :(top,glob)*.plan :(top,glob)end  '

# In the program's place stands one that only writes down that it was started.
printf '#!/bin/sh\necho "$*" >>%s\n' "$story/started" >"$story/program"
chmod +x "$story/program"
sed -i "1s|.*|$story/program|" "$marker"

# starts TIMES COMMAND…: and says nothing.
starts() {
  starts=$1
  shift
  : >"$story/started"
  expect_exit 0 "$@"
  expect_equal "$(grep -c '^hook post-commit$' "$story/started")" "$starts"
  ! grep -q . "$story/err.log" || fail "\"$*\" says: $(cat "$story/err.log")"
}

# a_file NAME: something new in it, staged.
a_file() {
  case $1 in */*) mkdir -p "${1%/*}" ;; esac
  date +%N >"$1"
  git add -A
}

# commits TIMES FILE…: a commit of these files.
commits() {
  times=$1
  shift
  for file; do a_file "$file"; done
  starts "$times" git commit -qm commit
}

starts 0 git commit -q --allow-empty -m 'Nothing in it'
commits 0 other docs/plans.md docs/plans/deep/er.md docs/plan/s.md deep/a.plan
commits 1 docs/plans/summer.md
commits 1 other docs/plans/autumn.md
commits 1 a.plan
commits 1 'end '
commits 1 'docs/plans/with "quotes" and
a line.md'
commits 1 "docs/plans/$(printf 'no text \377').md"
commits 1 'docs/plans/:(exclude)*.md'
commits 0 ':(top)docs'
git rm -q a.plan
starts 1 git commit -qm 'A plan is gone: the program knows that it is nothing'

# A commit of some of what is staged; one that is made anew.
a_file docs/plans/summer.md
a_file other
starts 0 git commit -q --only other -m 'Not the plan'
starts 0 git commit -q --amend --only -m 'Still not the plan'
starts 1 git commit -q --amend -m 'And the plan'
starts 1 git commit -q --amend -m 'Only other words, and the plan is in it'

# What a merge brings is what its first parent did not have.
git switch -q -c side HEAD^
commits 0 another
commits 1 docs/plans/side.md
starts 1 git -C docs commit -q --amend --no-edit
git switch -q main
git merge -q --no-ff --no-commit side
starts 1 git commit -q --no-edit
git reset -q --hard HEAD^
starts 1 git cherry-pick side
git switch -q -c elsewhere
commits 0 docs/plans/elsewhere.md
git switch -q side
git merge -q -s ours -m 'Nothing of it' main
starts 0 git commit -q --amend -m 'A merge that brings nothing'

# Git cannot say what a first commit changed, nor one whose parent it has not.
git switch -q main
git branch -qD side
git switch -q --orphan side
commits 1 other
commits 0 other
git replace "$(git rev-parse HEAD)" main
commits 0 other
git replace -d "$(git rev-parse HEAD^)" >/dev/null
git switch -q main

# Whatever a person's environment and settings make of pathspecs and differences.
for setting in GIT_LITERAL_PATHSPECS GIT_NOGLOB_PATHSPECS GIT_GLOB_PATHSPECS; do
  export "$setting=1"
  commits 0 other
  commits 1 docs/plans/summer.md
  unset "$setting"
done
git config diff.relative true
git config diff.external false
git config diff.ignoreSubmodules all
commits 0 docs/other
commits 1 docs/plans/summer.md
git update-index --add --cacheinfo "160000,$(git rev-parse HEAD),docs/plans/module.md"
starts 1 git commit -q --allow-empty -m 'Another repository'

# Where another worktree commits, its own branch counts.
git worktree add -q "$story/linked" elsewhere
cd "$story/linked"
commits 0 docs/plans/linked.md
git switch -q -C side
commits 0 other
commits 1 docs/plans/linked.md
cd "$story/repo"

# What an older program wrote down knows no files: then each commit starts the program, as it did.
cp "$marker" "$story/marker"
sed -i '/^:/d' "$marker"
commits 1 other
cp "$story/marker" "$marker"

# A live run is told through its pipe, which a killed one leaves behind.
mkfifo .git/orchestrate/wake
commits 0 other
exec 5<>.git/orchestrate/wake
commits 0 other
timeout 10 head -c 1 <&5 >"$story/told" || fail 'the hook tells the live run nothing'
expect_equal "$(wc -c <"$story/told")" 1
