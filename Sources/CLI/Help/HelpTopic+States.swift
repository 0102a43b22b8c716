extension HelpTopic {
  static let statesText = """
    STATES OF A TASK

      pending       not looked at yet
      waiting       for a dependency, a lock, a slot or disk space; 'status' says which
      preparing     its worktree is being made
      running       an agent works on it or waits for a lock that it asked for ('access --wait'), or its checks
                    run
      snapshotted   done and committed; waits for its turn to be merged
      queued        merged onto the newest tip, in memory; waits for the gate
      gating        the doctor runs on exactly the commit that would land
      landed        the integration branch has it
      conflicted    does not merge onto the newest tip; goes back to its agent there
      rescoping     done and committed, but it changed more than it declared; waits for those locks too, then
                    lands without another attempt (manifest_enforcement: rescope)
      retrying      will be tried again
      blocked       something that it depends on was given up or needs a person
      failed        given up: its attempts are used up, or the same files failed the same way twice
      needs_review  a person has to look: nothing changed, too many conflicts, a protected path, a red gate
                    after 'approve', or the task's budget is spent
      skipped       a person decided that it is not needed; what depends on it may start

    failed and needs_review hold no locks. Their work is on the task's branch:
    'diff', 'retry', 'approve' and 'skip' go on from there.
    """
}
