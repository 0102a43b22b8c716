package import Orchestration
package import SystemPackage

/// How commands are confined: a pure wrapping of what is to be run. Starting it is `CommandRunner`'s part.
package struct Sandbox: Hashable, Sendable {
  package var confinement: Confinement
  /// Ties each command's life to ours; nil lets a command outlive a killed parent.
  package var shim: Shim?

  package init(_ confinement: Confinement, shim: Shim? = nil) {
    self.confinement = confinement
    self.shim = shim
  }

  /// The `exec` subcommand of `orchestrate-worker` as the parent of a command.
  package struct Shim: Hashable, Sendable {
    package var program: FilePath
    /// The process that starts the command. The shim refuses when its parent is another one, for then this one
    /// has died already and nothing would ever end the command.
    package var parent: Int32

    package init(program: FilePath, parent: Int32) {
      self.program = program
      self.parent = parent
    }
  }

  /// The command that runs `command` inside this sandbox, with the same working directory, input and environment.
  package func wrap(_ command: Command) -> Command {
    var wrapped =
      switch (confinement.kind, confinement.container) {
      case (.bubblewrap, _): Bubblewrap(confinement).wrap(command)
      case (_, let container?):
        ContainerEntry(program: confinement.program, container: container).wrap(command)
      case (.none, nil), (.docker, nil), (.podman, nil): command
      }
    if let shim {
      wrapped.arguments = [shim.program.string, "exec", String(shim.parent), "--"] + wrapped.arguments
    }
    return wrapped
  }
}
