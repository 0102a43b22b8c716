extension HelpTopic {
  static let safetyText = """
    SAFETY

    With 'worker.sandbox: bubblewrap', podman or docker, each command of an agent or a doctor can write its
    checkout, a home of its own and what worker.cache names. It can read the system or the image, the
    directories of PATH, git's directory and what worker.read names. The rest of the machine is not there; the
    network is, unless worker.network is false. 'auto' is the strongest sandbox that works here. It is tried
    before anything starts, and one that does not work is an error, never replaced by a weaker one.
    'git orchestrate check' runs the doctor in it and names the line that is missing in worker.read.

    With 'worker.sandbox: none' there is no boundary: an agent, a doctor and every other command can do
    whatever you can. What an agent commits by itself there is judged by the hook commit-msg, which 'init'
    installs for this case only, and once more when it lands.

    Nothing that a repository brings is run before you have seen it. 'git orchestrate trust' shows the
    configuration and the tasks' commands and approves them, for this clone; 'run' asks at a terminal and
    refuses elsewhere. Whatever changes has to be approved again.

    Agents get files, in worktrees of their own beside the repository. The orchestrator makes the commits,
    merges them in memory and runs the doctor on exactly the commit that lands.

    Without a sandbox, a changed setting, hook or pointer in the git directory, or a branch moved onto an
    agent's commits, sends the tasks at work to needs_review and is named there. Nothing is put back.

    The values of variables that are passed on, and tokens that are known by their form, become
    [redacted] in everything that is written or shown. Work that holds such a value needs a review.

    Your checkout, index, stash and branches are left alone. Only these refs are moved or deleted:
      refs/orchestrate/*     main_branch     branches below task_branch_prefix
    'deliver' moves your branch when you ask for it, and never over changes of yours.
    With main_branch checked out somewhere, that work tree follows each landing while it is clean.

    State is in orchestrate/ in the git directory; nothing there is committed.
    """
}
