/// The ways in which commands can be confined.
package enum SandboxKind: String, Hashable, Sendable, Codable, CaseIterable {
  /// Not confined at all: no boundary against anything that a command does.
  case none
  /// Namespaces of their own for each command, made by `bwrap`.
  case bubblewrap
  /// A container for each attempt and each gate, which commands enter.
  case docker, podman

  package var isContainer: Bool { self == .docker || self == .podman }
}
