#!/bin/sh
# Without a sandbox an agent can change the git directory that everybody shares. We run none of what it plants, say
# what changed, and leave the decision to a person; what people do to their own branches meanwhile stops nothing.
. "${0%/*}/lib.sh"

canary() { printf '#!/bin/sh\necho fired >>%s\n' "$story/canary"; }

a_repository
configure 'max_parallel: 1'
canary >"$story/plant"
chmod +x "$story/plant"
git branch feature
git switch -qc lost && git commit -q --allow-empty -m precious && git switch -q main
precious=$(git rev-parse lost)

task 001 "echo work >one
git config core.fsmonitor '$story/plant'
git config filter.evil.clean '$story/plant'
cp '$story/plant' '$(common)/hooks/post-commit'
cp '$story/plant' '$(common)/hooks/reference-transaction'
echo '*.bin -diff' >>'$(common)/info/attributes'"
task 002 "cd '$PWD' && git commit -q --allow-empty -m 'what a person commits' && git branch -qD lost && git branch newer"
task 003 'git commit -qam mine --allow-empty; git branch -qf feature HEAD; echo three >three'
task 004 'git update-ref refs/heads/orchestrate/main $(git commit-tree -p orchestrate/main -m sneaky HEAD^{tree}); echo four >four'
trust
expect_exit 1 git orchestrate run 001
expect_state 001 needs_review
expect_output 'hooks/post-commit'
[ ! -e "$story/canary" ] || fail 'something that an agent planted was run by us'
expect_equal "$(events quarantine.change 001 | grep -c 'core.fsmonitor.*filter.evil.clean.*hooks/.*info/attributes')" 1
git orchestrate status >"$story/out"
expect_output 'something else changed'

say 'A person takes it back and lets the work through'
git config --unset core.fsmonitor
git config --unset filter.evil.clean
rm "$(common)/hooks/post-commit" "$(common)/hooks/reference-transaction" "$(common)/info/attributes"
expect_exit 0 git orchestrate approve 001
expect_exit 0 git orchestrate resume
landed 001

say 'What people do to their branches'
expect_exit 1 git orchestrate run 002
expect_equal "$(events quarantine.change 002)" ''
expect_equal "$(git rev-parse "$(events quarantine.rescue 002 | field rescue)")" "$precious"

say 'Branches that an agent moved'
before=$(git rev-parse feature)
expect_exit 1 git orchestrate run 003
expect_state 003 needs_review
expect_output refs/heads/feature
[ "$(git rev-parse feature)" != "$before" ] || fail 'we moved what is not ours'
expect_exit 1 git orchestrate run 004
expect_state 004 needs_review
expect_output refs/heads/orchestrate/main
[ ! -e "$story/canary" ] || fail 'something that an agent planted was run by us'
