import Orchestration
import SystemPackage

/// A command in a container that runs already: `docker exec`, `podman exec`.
///
/// The client that this starts has nothing to do with the container's life, and the container nothing with the
/// client's environment.
struct ContainerEntry {
  let program: String
  let container: ContainerOrder

  /// Values travel in the client's own environment and only names on its command line, which every user of the
  /// machine can read. What the client needs for itself is said aloud instead: it must look for its settings in the
  /// person's home, and never find what an agent wrote.
  func wrap(_ command: Command) -> Command {
    var wrapped = command
    var names: [String] = []
    wrapped.environment = container.environment
    for (name, value) in command.environment.sorted(by: { $0.key < $1.key }) {
      let isFree = container.environment[name] == value || !ContainerEngine.reads(name)
      names += ["--env", isFree ? name : "\(name)=\(value)"]
      if isFree { wrapped.environment[name] = value }
    }
    wrapped.arguments =
      [program, "exec", "--interactive", "--workdir", command.workingDirectory.string]
      + names + [container.name] + command.arguments
    wrapped.workingDirectory = "/"
    return wrapped
  }
}
