package import Orchestration

/// What `init` proposes for a repository by what stands at its top.
package struct ProjectProposal: Hashable, Sendable {
  /// `true` where nothing is known, so that a first run is possible.
  package let doctor: String
  /// What the proposal rests on, as in `Cargo`, `Node`; empty when nothing was recognised.
  package let basis: [String]
  package let bootstrap: [String]
  package let resources: [Resource]

  /// - Parameters:
  ///   - names: of the entries at the repository's top; a directory's name ends in `/`.
  ///   - read: the text of a small file at the top; nil when it cannot be read.
  package init(names: [String], read: (String) -> String?) {
    let top = TopLevel(names: Set(names), read: read)
    let found = Ecosystem.all.filter { $0.isPresent(top) }
    let judges = Self.judges(top, found)
    let doctors = judges.compactMap { $0.doctor(top) }
    // A test target of Make is what the people here call the whole; it already runs the rest.
    let make = found.first { $0.name == Ecosystem.make.name }?.doctor(top)
    doctor = make ?? (doctors.isEmpty ? "true" : doctors.joined(separator: " && "))
    basis = judges.map(\.name)
    bootstrap = found.compactMap { $0.bootstrap(top) }
    resources = Self.resources(top, found)
  }

  /// The tools whose doctors count.
  private static func judges(_ top: TopLevel, _ found: [Ecosystem]) -> [Ecosystem] {
    let judges = found.filter { $0.doctor(top) != nil }
    let first = judges.filter { !$0.isSecond }
    return first.isEmpty ? judges : first
  }

  /// One resource for each directory of sources, and one for the files that declare dependencies: what two tasks
  /// conflict on most.
  private static func resources(_ top: TopLevel, _ found: [Ecosystem]) -> [Resource] {
    var resources: [Resource] = []
    for directory in sourceDirectories(top).prefix(24) {
      let name = ResourceName(directory.lowercased())
      guard let glob = Glob(directory + "/**"), name != .other else { continue }
      if !resources.contains(where: { $0.name == name }) {
        resources.append(Resource(name: name, paths: [glob]))
      }
    }
    let files = Set(found.flatMap(\.declarations)).intersection(top.names).sorted().compactMap { Glob($0) }
    let name = ResourceName("dependencies")
    if !files.isEmpty, !resources.contains(where: { $0.name == name }) {
      resources.append(Resource(name: name, description: "what the project is built from", paths: files))
    }
    return resources
  }

  private static func sourceDirectories(_ top: TopLevel) -> [String] {
    top.names.filter { $0.hasSuffix("/") }.map { String($0.dropLast()) }.sorted()
      .filter { isPlainDirectory($0) && !generated.contains($0.lowercased()) }
  }

  /// Directories that builds and package managers fill.
  private static let generated: Set<String> = [
    "build", "dist", "out", "target", "node_modules", "vendor", "coverage", "venv", "__pycache__",
    "deriveddata",
  ]
}

/// A name that is neither hidden nor a pattern.
private func isPlainDirectory(_ name: String) -> Bool {
  guard let first = name.utf8.first, first != UInt8(ascii: "."), name.utf8.count <= 63 else { return false }
  return name.utf8.allSatisfy {
    (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
      || Array("._-".utf8).contains($0)
  }
}
