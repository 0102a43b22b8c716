/// The ways in which a command can be confined.
package enum SandboxKind: String, Hashable, Sendable, Codable, CaseIterable {
  /// Not confined at all: no boundary against anything that the command does.
  case none
}
