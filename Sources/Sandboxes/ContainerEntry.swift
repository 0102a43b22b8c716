import Orchestration
import SystemPackage

/// A command in a container that runs already: `docker exec`, `podman exec`.
///
/// The container has the mounts of its confinement at their own paths, the network or none, and goes away with
/// whoever runs the commands; the client that this starts has nothing to do with its life.
struct ContainerEntry {
  let confinement: Confinement

  init(_ confinement: Confinement) { self.confinement = confinement }

  /// Values travel in the client's own environment and only names on its command line, which every user of the
  /// machine can read. The home is said aloud: the client looks for its own settings in one, and must not find what
  /// an agent wrote.
  func wrap(_ command: Command) -> Command {
    var wrapped = command
    let names = command.environment.keys.filter { $0 != "HOME" }.sorted()
    let home = command.environment["HOME"].map { ["--env", "HOME=\($0)"] } ?? []
    wrapped.arguments =
      [confinement.program, "exec", "--interactive", "--workdir", command.workingDirectory.string]
      + home + names.flatMap { ["--env", $0] } + [confinement.container ?? ""] + command.arguments
    wrapped.environment["HOME"] = nil
    wrapped.workingDirectory = "/"
    return wrapped
  }
}
