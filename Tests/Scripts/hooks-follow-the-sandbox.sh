#!/bin/sh
# The hook that judges what an agent commits is there only where agents can commit, which is without a sandbox. `init`
# and `trust` bring it into step with the configuration, and a hook that was there before comes back as it was.
. "${0%/*}/lib.sh"

confined='worker: {agent: command, sandbox: auto}'
unconfined='worker: {agent: command, sandbox: none}'

ours() { grep -l 'git orchestrate: ' .git/hooks/* 2>/dev/null | sed 's|.*/||' | tr '\n' ' '; }
picture() { find .git/hooks -printf '%p %m %l\n' -type f -exec sha256sum {} + | sort; }

# Nothing was there before.
a_repository
configure "$confined"
expect_exit 0 git orchestrate init
expect_output 'installed hooks, in this clone only: post-commit, pre-push$'
expect_equal "$(ours)" 'post-commit pre-push '
expect_exit 0 git orchestrate uninstall
expect_equal "$(ours)" ''

# A person's own, beside which ours comes and goes.
printf '#!/bin/sh\necho "$1" >>%s\n' "$story/ran" >.git/hooks/commit-msg
chmod 710 .git/hooks/commit-msg
before=$(picture)
expect_exit 0 git orchestrate init
expect_equal "$(ours)" 'post-commit pre-push '
with_two=$(picture)
trust

# What was changed is not approved yet, and `check` says what is not as it should be.
configure "$unconfined"
expect_equal "$(ours)" 'post-commit pre-push '
expect_exit 3 git orchestrate check
expect_output 'not there, or replaced: commit-msg'
trust
expect_equal "$(ours)" 'commit-msg post-commit pre-push '
[ -x .git/hooks/commit-msg.before-orchestrate ] || fail 'the hook that was there before is not kept'
with_three=$(picture)
configure "$confined"
trust
expect_equal "$(picture)" "$with_two"

# The same with `init`; the configuration of a person counts, too.
git config orchestrate.worker.sandbox none
expect_exit 0 git orchestrate init
expect_output 'installed hooks, in this clone only: commit-msg$'
expect_output 'what was there before runs first: commit-msg$'
expect_equal "$(picture)" "$with_three"
git config --unset orchestrate.worker.sandbox
expect_exit 0 git orchestrate init
expect_output 'took out .*: commit-msg$'
expect_equal "$(picture)" "$with_two"
expect_exit 0 git orchestrate init --json
expect_output '"removed_hooks"'

# A run without a sandbox goes on without it, and says so.
task 001 'echo one >one.txt; git add one.txt; git commit -qm "By the agent"'
trust
run --sandbox none
expect_output 'the commit-msg hook is not there'
landed 001
task 002 'echo two >two.txt'
configure "$unconfined"
trust
run
! grep -q 'commit-msg' "$story/err.log" || fail 'the hook is there, and yet it is missed'
landed 002

# Beside a live run nothing moves, for a changed hook would count as the agent's doing.
task 003 "touch $story/at-work; until [ -f $story/go-on ]; do sleep 0.05; done; echo three >three.txt"
trust
start run
until_true [ -f "$story/at-work" ]
sed -i 's/sandbox: none/sandbox: auto/' .orchestrator.yaml
commit_all 'Confined'
trust
expect_equal "$(picture)" "$with_three"
touch "$story/go-on"
ended
expect_equal "$code" 0
landed 003

expect_exit 0 git orchestrate uninstall
expect_equal "$(picture)" "$before"

# Nothing is put where nothing was installed.
configure "$unconfined"
trust
expect_equal "$(picture)" "$before"
task 004 'echo four >four.txt'
trust
run
! grep -q 'commit-msg' "$story/err.log" || fail 'a hook is missed where none was wanted'
