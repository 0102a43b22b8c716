/// What the commands of one attempt, or of one gate, can reach: a value that travels in `attempt.json`.
///
/// A path that no entry covers does not exist inside, but for the system's own directories (`/usr`, `/etc`, …), which
/// are read-only, and for `/proc`, `/dev` and `/tmp`, which are private.
package struct Confinement: Hashable, Sendable, Codable {
  /// How a path that an entry covers can be used.
  package enum Access: String, Hashable, Sendable, Codable {
    case readable
    case writable
    /// An empty directory stands in its place.
    case masked
  }

  package var kind: SandboxKind
  /// The program that confines: `bwrap`, `docker` or `podman` as an absolute path.
  package var program: String
  /// By absolute path, the same outside and inside. The deepest entry above a file decides.
  package var access: [String: Access]
  package var hasNetwork: Bool
  /// The container that commands enter, for the kinds that have one.
  ///
  /// Whoever runs the commands starts it before the first of them, with exactly these mounts, and removes it after
  /// the last: `Sandbox.wrap` only enters it.
  package var container: ContainerOrder?

  package init(
    _ kind: SandboxKind, program: String, access: [String: Access] = [:], hasNetwork: Bool = true
  ) {
    self.kind = kind
    self.program = program
    self.access = access
    self.hasNetwork = hasNetwork
  }

  package static let none = Confinement(.none, program: "")

  /// What to mount, a directory before what lies below it: a later mount covers a part of an earlier one.
  package var mounts: [(path: String, access: Access)] {
    access.sorted { $0.key.split(separator: "/").lexicographicallyPrecedes($1.key.split(separator: "/")) }
      .map { ($0.key, $0.value) }
  }
}
