/// A hook that `init` installs: the file of its name beside this one, built into the program.
package enum HookScript: String, CaseIterable, Sendable {
  case commitMessage = "commit-msg"
  case postCommit = "post-commit"
  case prePush = "pre-push"

  /// The name that git calls it by.
  package var name: String { rawValue }

  /// Whether it leaves people's commits alone. Agents commit by themselves only where no sandbox keeps them from it.
  package var isForAgents: Bool { self == .commitMessage }

  package var bytes: [UInt8] {
    switch self {
    case .commitMessage: PackageResources.commit_msg
    case .postCommit: PackageResources.post_commit
    case .prePush: PackageResources.pre_push
    }
  }

  /// Whether a hook is one of ours, of this version or of another.
  package static func isOurs(_ content: [UInt8]) -> Bool {
    content.starts(with: "#!/bin/sh\n# git orchestrate: ".utf8)
  }
}
