package import Orchestration

/// When a task may start: as soon as its dependencies landed, or with its whole batch.
package enum Schedule: String, Hashable, Sendable, Codable, CaseIterable {
  case rolling, batch
}

/// What a landing looks like in the history.
package enum MergeStyle: String, Hashable, Sendable, Codable, CaseIterable {
  case merge, squash
}

/// An agent that the configuration describes.
package struct AgentDefinition: Hashable, Sendable, Codable {
  /// The shell command of one turn; the prompt is on its standard input. Nil is the built-in agent of that name.
  package var command: String?
  /// The shell command of a turn that goes on with the session `$ORCHESTRATE_SESSION`.
  package var resume: String?
  /// How the command's output is read; nil is text.
  package var output: AgentOutput?
  /// The model of tasks that name none.
  package var model: String?
  /// More arguments for a built-in agent.
  package var args: [String] = []
  /// Variables of our own environment that it gets beside the usual ones; nil is what the agent logs in with.
  package var env: [String]?

  package init() {}

  /// The agent that runs the shell command that a task or the configuration gives it.
  package static let shell = "command"
  /// Agents that work without a command of the configuration's.
  package static let programs = ["claude", "codex"]
}

/// How attempts are performed.
package struct Worker: Hashable, Sendable, Codable {
  package enum Sandbox: String, Hashable, Sendable, Codable, CaseIterable {
    /// The strongest that works here, never `none`.
    case auto
    /// No boundary at all.
    case none
    case bubblewrap, docker, podman
  }

  /// The agent of tasks that name none.
  package var agent = AgentDefinition.shell
  package var sandbox = Sandbox.auto
  /// Commands in the sandbox reach the network.
  package var network = true
  /// Directories or files that commands in the sandbox can read: absolute, or below `~/`.
  package var read: [String] = []
  /// Directories that commands in the sandbox can write, in attempts and gates alike: absolute, or below `~/`.
  package var cache: [String] = []
  /// Variables of our own environment that commands in the sandbox get; the gate's get none.
  package var passEnv: [String] = []

  package init() {}
}

/// What the containers of docker and podman are like.
package struct Docker: Hashable, Sendable, Codable {
  package enum NetworkMode: String, Hashable, Sendable, Codable, CaseIterable {
    /// The engine's own network, on its own or behind a bridge.
    case bridge
    case none
    /// The machine's own network: its local servers are reached, too.
    case host
  }

  /// The name of an image; nil is one that `dockerfile` makes.
  package var image: String?
  /// Relative to the repository, absolute, or below `~/`: builds the image when it is missing.
  package var dockerfile: String?
  /// What the build may copy from; nil is the directory of the Dockerfile.
  package var buildContext: String?
  /// A user of the image instead of the one whose files ours are.
  package var user: String?
  package var networkMode = NetworkMode.bridge
  /// Megabytes (2²⁰ bytes).
  package var memoryMB: Int?
  package var cpus: Double?
  package var pidsLimit: Int?

  package init() {}
}

/// Who makes tasks of a plan.
package struct Planner: Hashable, Sendable, Codable {
  /// An agent, or `markdown`; nil is `markdown`.
  package var agent: String?
  /// The agent's model; nil is the one that `agents` names.
  package var model: String?
  /// Working time of one answer, in minutes.
  package var timeoutMinutes = 20

  package init() {}

  /// The planner that goes by the plan's form alone and needs no model.
  package static let markdown = "markdown"
}

/// How a candidate is proven.
package struct Gate: Hashable, Sendable, Codable {
  /// Times a red gate is repeated before it counts.
  package var retries = 1
  /// What `copy` takes along, but not into the gate.
  package var omit = [".env*"].compactMap { Glob($0) }

  package init() {}
}

/// What landing commits say.
package struct Commit: Hashable, Sendable, Codable {
  /// Nil is who git says the user is.
  package var author: Author?
  /// The message; nil is the program's own.
  package var template: String?

  package init() {}
}

/// A person as a commit names one.
package struct Author: Hashable, Sendable, Codable, CustomStringConvertible {
  package let name: String
  package let email: String

  /// Nil unless the text is `Name <mail>` with nothing in it that would break a commit's header.
  package init?(_ text: String) {
    guard let open = text.firstIndex(of: "<"), text.last == ">" else { return nil }
    let name = text[..<open]
    let email = text[open...].dropFirst().dropLast()
    guard name.last == " ", let first = name.first, first != " ", !email.isEmpty else { return nil }
    let isPlain = !(name + email).unicodeScalars.contains {
      $0.value < 0x20 || "<>".unicodeScalars.contains($0)
    }
    guard isPlain, !email.contains(" ") else { return nil }
    self.name = String(name.dropLast())
    self.email = String(email)
  }

  package var description: String { "\(name) <\(email)>" }
}

/// What is removed when a task is done with it.
package struct Cleanup: Hashable, Sendable, Codable {
  package enum Moment: String, Hashable, Sendable, Codable, CaseIterable {
    case onSuccess = "on_success"
    case never
  }

  package var worktrees = Moment.onSuccess
  package var branches = Moment.onSuccess

  package init() {}
}
