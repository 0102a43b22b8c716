extension HelpTopic {
  static let recoveryText = """
    RECOVERY

    The run was interrupted, killed or the machine went down:
      git orchestrate resume            goes on where it was; workers that still live are taken over
      git orchestrate stop              ends workers that were left behind, without an orchestrator too
      git orchestrate stop --abandon    gives the run up, so that a new one can begin

    A task failed or needs a person:
      git orchestrate diff TASK         what it changed
      git orchestrate logs TASK         what happened
      git orchestrate retry TASK        again, with all its attempts; --note tells the agent something
      git worktree add ../repair TASK-BRANCH
                                        repair it yourself there and commit, then
      git orchestrate approve TASK      lands your commit through merge and gate, without an agent
      git orchestrate skip TASK         leave it out; what depends on it may start
      git orchestrate resume            after these, when no run is live

    A task that landed was wrong:       git revert -m 1 COMMIT on your branch; the next run follows it

    'deliver' reports a conflict:       git switch main && git merge orchestrate/main
    The disk is full:                   make room; the run pauses and goes on by itself, or by 'resume'

    Old worktrees and branches:         git orchestrate clean --dry-run, then git orchestrate clean
    Work that was cleaned away:         git for-each-ref refs/orchestrate/rescue
    """
}
