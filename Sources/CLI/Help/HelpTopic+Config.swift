extension HelpTopic {
  static let configText = """
    CONFIGURATION

    .orchestrator.yaml at the repository's top, committed. 'git orchestrate init' writes a first one.
    Every key has a default; an unknown key is an error. ${VAR} is replaced by the variable's value.

      git orchestrate config show --origin   every key, its value and where that comes from
      git orchestrate config check           everything that is wrong with it
      git orchestrate config schema          its JSON Schema, for editors

    A value can also come from elsewhere. The first of these that has it counts:

      1. a flag                 git orchestrate run --max-parallel 2
      2. the environment        ORCHESTRATE_MAX_PARALLEL=2
      3. git's configuration    git config orchestrate.maxParallel 2
      4. .orchestrator.yaml     max_parallel: 2
      5. the default

    A run keeps the configuration that it was started with; 'resume' reads limits, budgets, timeouts and
    max_parallel again, and refuses what else was changed.

    Tasks are folders in .tasks/ (tasks_dir), each with a manifest.json or manifest.yaml and a spec.md.
    'git orchestrate tasks check' prints everything that is wrong with them.
    """
}
