import FoundationEssentials
import Glibc
package import Orchestration
package import SystemPackage

/// Whether a sandbox works on this machine, shown by running something in it.
package struct SandboxProbe: Sendable {
  package var rules: SandboxRules
  /// What commands get; complete.
  package var environment: [String: String]

  package init(_ rules: SandboxRules, environment: [String: String]) {
    self.rules = rules
    self.environment = environment
  }

  /// Why it does not work, and what to do about it.
  package struct Problem: Hashable, Sendable {
    package var what: String
    package var hint: String
    package var causes: [String]

    package init(what: String, hint: String, causes: [String] = []) {
      self.what = what
      self.hint = hint
      self.causes = causes
    }
  }

  /// Where the program of a sandbox is: in the system's own directory, else where `PATH` says.
  package static func program(of kind: SandboxKind, path: String) -> FilePath? {
    let name = kind == .bubblewrap ? "bwrap" : kind.rawValue
    return (["/usr/bin"] + path.split(separator: ":").map(String.init)).lazy
      .map { FilePath($0).appending(name) }
      .first { $0.isAbsolute && FileManager.default.isExecutableFile(atPath: $0.string) }
  }

  /// Nil when a command inside can write where it may, cannot write elsewhere, and sees nothing else of the machine.
  @concurrent
  package func problem() async -> Problem? {
    guard !rules.program.isEmpty else { return missing }
    let scratch = FilePath(FileManager.default.temporaryDirectory.path)
      .appending("git-orchestrate-\(UInt64.random(in: 0 ... .max))")
    defer { try? FileManager.default.removeItem(atPath: scratch.string) }
    do {
      let inside = scratch.appending("inside")
      try FileManager.default.createDirectory(
        atPath: inside.string, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try Data().write(to: URL(filePath: scratch.appending("outside").string))
      return try await run(in: inside, log: scratch.appending("log"))
    } catch {
      return Problem(what: "\(rules.kind.rawValue) does not work: \(error)", hint: hint)
    }
  }

  private static let script = "[ ! -e ../outside ] || exit 1; (: >../escaped) 2>/dev/null; : >written"

  private func run(in directory: FilePath, log: FilePath) async throws -> Problem? {
    let nonce = Nonce("probe-\(UInt64.random(in: 0 ... .max))")
    let scratch = directory.removingLastComponent()
    let owner = ContainerOwner(run: "", task: "", nonce: nonce, directory: scratch)
    let confinement = rules.confinement(of: directory, writable: [], for: owner)
    let result = try await Container.with(confinement, nonce: nonce) { container in
      var runner = CommandRunner(sandbox: Sandbox(confinement))
      runner.container = container
      return try await runner.run(
        Command(shell: Self.script, in: directory, environment: environment), to: CommandOutput(log: log),
        within: CommandLimits(timeout: .seconds(30)))
    }
    let isConfined = !FileManager.default.fileExists(atPath: scratch.appending("escaped").string)
    if result.end == .exited(0), isOurs(directory.appending("written")), isConfined { return nil }
    let said = result.tail.split(separator: "\n").last.map { ": \($0)" } ?? ""
    return Problem(what: "\(rules.kind.rawValue) does not work" + said, hint: hint)
  }

  /// Nobody could clean up behind a container whose files belong to somebody else.
  private func isOurs(_ file: FilePath) -> Bool {
    (try? file.stat(followTargetSymlink: false))?.userID.rawValue == geteuid()
  }

  private var missing: Problem {
    let package = rules.kind == .docker ? "docker.io" : rules.kind.rawValue
    return Problem(what: "\(rules.kind.rawValue) is not installed", hint: "apt-get install \(package)")
  }

  /// What keeps namespaces from being made, as far as the system says so.
  private var hint: String {
    guard rules.kind == .bubblewrap else { return "see what `\(rules.kind.rawValue) info` says" }
    func setting(_ name: String) -> String? {
      let path = "/proc/sys/" + name
      let text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
      return text.map { String($0.prefix { $0 != "\n" }) }
    }
    if setting("kernel/unprivileged_userns_clone") == "0" {
      return "user namespaces are off: sysctl -w kernel.unprivileged_userns_clone=1"
    }
    if setting("user/max_user_namespaces") == "0" {
      return "user namespaces are off: sysctl -w user.max_user_namespaces=15000"
    }
    if setting("kernel/apparmor_restrict_unprivileged_userns") == "1" {
      return "AppArmor keeps user namespaces from bwrap: give it a profile with `userns`,"
        + " or sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
    }
    return "user namespaces may be off, or this is a container without the right to make any"
  }
}
