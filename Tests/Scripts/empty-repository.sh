#!/bin/sh
# Without a commit there is nothing to begin from: one line with the way out.
. "${0%/*}/lib.sh"

git init -q -b main "$story/repo"
cd "$story/repo"
mkdir .tasks
say 'worker: {agent: command, sandbox: none}' >.orchestrator.yaml
sed -i '1i version: 1' .orchestrator.yaml
task 001 'echo one >one.txt'
git orchestrate trust >/dev/null 2>&1 || :
expect_exit 4 git orchestrate run
expect_output commit
mkdir "$story/nowhere"
cd "$story/nowhere"
expect_exit 4 git orchestrate run
expect_output 'repository'
