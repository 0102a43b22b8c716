package import Orchestration

/// What commands see of our environment: what a program needs to work and nothing that it could take for granted.
package enum CommandEnvironment {
  /// Marks every process of an attempt.
  package static let nonceName = "ORCHESTRATE_NONCE"

  private static let names: Set<String> = [
    "PATH", "HOME", "LANG", "TERM", "USER", "LOGNAME", "SHELL", "TZ",
  ]

  /// `git rev-parse --local-env-vars` of git 2.39 to 2.53. A hook that started us has them; with them a command
  /// would work on another repository than the one it stands in.
  private static let gitNames: Set<String> = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_DIR", "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE", "GIT_INTERNAL_SUPER_PREFIX", "GIT_NO_REPLACE_OBJECTS", "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE", "GIT_SHALLOW_FILE", "GIT_WORK_TREE",
  ]

  /// The allowed part of `inherited`, with `passed` names added; `temporary` becomes `TMPDIR`. Git's local
  /// variables are dropped even where they are named.
  package static func allowed(
    from inherited: [String: String], passing passed: [String] = [], temporary: String
  ) -> [String: String] {
    let passed = Set(passed)
    var allowed = inherited.filter { name, _ in
      (names.contains(name) || name.hasPrefix("LC_") || passed.contains(name)) && !isGitLocal(name)
    }
    allowed["TMPDIR"] = temporary
    if allowed["PATH", default: ""].isEmpty { allowed["PATH"] = "/usr/local/bin:/usr/bin:/bin" }
    return allowed
  }

  /// Which attempt a process belongs to.
  package static func marks(of order: AttemptOrder) -> [String: String] {
    [
      "ORCHESTRATE_RUN": order.run.description, "ORCHESTRATE_TASK": order.task.description,
      "ORCHESTRATE_ATTEMPT": String(order.attempt), "ORCHESTRATE_SLOT": String(order.slot),
      "ORCHESTRATE_PORT": String(order.port), "ORCHESTRATE_MAILBOX": order.mailbox,
      nonceName: order.nonce.description,
    ]
  }

  /// Whether git takes the variable for a description of the current repository.
  package static func isGitLocal(_ name: String) -> Bool {
    gitNames.contains(name) || name == "GIT_CONFIG" || name.hasPrefix("GIT_CONFIG_")
  }
}
