import Orchestration
import SystemPackage

/// A command in namespaces of its own, made by `bwrap`.
///
/// Everything inside dies with `bwrap`, and `bwrap` with the thread that started it, which for `CommandRunner` is one
/// that lives as long as the process (swift-subprocess starts all its children from one thread).
struct Bubblewrap {
  let confinement: Confinement

  init(_ confinement: Confinement) { self.confinement = confinement }

  /// What programs need of the system; what is missing here is missing inside.
  static let system = [
    "/bin", "/etc", "/gnu/store", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store", "/opt", "/sbin",
    "/snap", "/usr",
  ]

  /// The environment is `bwrap`'s own, which it hands on: its command line every user of the machine can read, and
  /// what it is started with every command inside, in `/proc/1/environ`. It is complete already, so that there is
  /// nothing to clear.
  ///
  /// Root keeps all capabilities in `bwrap` unless they are dropped, and could take the mounts away again.
  func wrap(_ command: Command) -> Command {
    var wrapped = command
    wrapped.arguments =
      [confinement.program, "--unshare-all"] + (confinement.hasNetwork ? ["--share-net"] : [])
      + ["--die-with-parent", "--new-session", "--cap-drop", "ALL"] + mounts.flatMap(\.arguments) + closings
      + ["--chdir", command.workingDirectory.string, "--"] + command.arguments
    wrapped.workingDirectory = "/"
    return wrapped
  }

  private struct Mount {
    var path: String
    var arguments: [String]
  }

  /// All in one order, because a repository may well lie below `/tmp` or `/opt`.
  private var mounts: [Mount] {
    let system = Self.system.map { Mount(path: $0, arguments: ["--ro-bind-try", $0, $0]) }
    let own = [("/dev", "--dev"), ("/proc", "--proc"), ("/tmp", "--tmpfs"), ("/var/tmp", "--tmpfs")]
      .map { Mount(path: $0, arguments: [$1, $0]) }
    let given = confinement.mounts.filter { mount in !(system + own).contains { $0.path == mount.path } }
      .map { Mount(path: $0.path, arguments: Self.arguments($0.access, $0.path)) }
    return (system + own + given)
      .sorted { $0.path.split(separator: "/").lexicographicallyPrecedes($1.path.split(separator: "/")) }
  }

  private static func arguments(_ access: Confinement.Access, _ path: String) -> [String] {
    switch access {
    case .readable: ["--ro-bind", path, path]
    case .writable: ["--bind", path, path]
    case .masked: ["--tmpfs", path]
    }
  }

  /// What would vanish with the command is an error instead, once all mounts have found their places.
  private var closings: [String] {
    (["/"] + confinement.mounts.filter { $0.access == .masked }.map(\.path))
      .flatMap { ["--remount-ro", $0] }
  }
}
