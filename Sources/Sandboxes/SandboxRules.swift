import FoundationEssentials
package import Orchestration
package import SystemPackage

/// How a run confines commands: what is the same for all its attempts and gates.
package struct SandboxRules: Hashable, Sendable {
  package var kind: SandboxKind
  /// The program that confines; empty for `none`.
  package var program: String
  package var hasNetwork = true
  /// The repository's common directory. Read-only, and what is ours in it is not there at all.
  package var commonDirectory: FilePath
  /// The person's home: what is readable below it shows in a private home, too.
  package var personalHome: FilePath?
  /// The directories with programs, those of `PATH`.
  package var programs: [FilePath] = []
  /// What the configuration adds: toolchains.
  package var readable: [FilePath] = []
  /// What commands share across tasks and runs.
  package var caches: [FilePath] = []
  /// What containers are like, for the kinds that have some.
  package var container: ContainerRules?

  package init(kind: SandboxKind, program: String = "", commonDirectory: FilePath) {
    self.kind = kind
    self.program = program
    self.commonDirectory = commonDirectory
  }

  /// What commands in `checkout` can reach. What is missing on this machine is left out.
  ///
  /// - Parameter writable: directories of this attempt's or gate's own, and files to share with the person.
  package func confinement(
    of checkout: FilePath, writable: [FilePath], for owner: ContainerOwner
  ) -> Confinement {
    var confinement = confinement(of: checkout, readable: [], writable: caches + [checkout] + writable)
    if kind != .none { confinement.container = container?.order(for: owner, repository: commonDirectory) }
    return confinement
  }

  /// What an agent that only looks round in `checkout` can reach. Not for kinds with containers.
  package func readingConfinement(of checkout: FilePath, writable: [FilePath]) -> Confinement {
    confinement(of: checkout, readable: caches + [checkout], writable: writable)
  }

  private func confinement(
    of checkout: FilePath, readable more: [FilePath], writable: [FilePath]
  ) -> Confinement {
    guard kind != .none else { return .none }
    var table = AccessTable()
    table.add(ownPrograms + readable + alternates + [commonDirectory] + more, .readable)
    table.add(writable, .writable)
    table.add([checkout.appending(".git")], .readable)
    table.mask(commonDirectory.appending("orchestrate"), among: .current)
    return Confinement(kind, program: program, access: table.access, hasNetwork: hasNetwork)
  }

  /// The system's programs are the image's where there is one, and the person's are the person's everywhere.
  private var ownPrograms: [FilePath] {
    guard kind.isContainer else { return programs }
    return programs.filter { program in personalHome.map { program.starts(with: $0) } ?? false }
  }

  /// Where programs inside look for what they keep: only `none` shares the person's home.
  package func home(_ home: PrivateHome) -> [String: String] {
    kind == .none ? [:] : ["HOME": home.path.string]
  }

  /// What a private home shows of the person's, by its name in both: programs look for their toolchain in `$HOME`.
  package var homeLinks: [(name: FilePath, target: FilePath)] {
    guard kind != .none, let personalHome else { return [] }
    return (readable + caches).compactMap { target in
      var name = target
      guard name.removePrefix(personalHome), !name.isEmpty else { return nil }
      return (name, target)
    }
  }

  /// Where git finds the objects that the repository shares with others.
  private var alternates: [FilePath] {
    let objects = commonDirectory.appending("objects")
    let list = FileManager.default.contents(atPath: objects.appending("info").appending("alternates").string)
    return String(decoding: list ?? Data(), as: UTF8.self).split(separator: "\n")
      .map { objects.pushing(FilePath(String($0))).lexicallyNormalized() }
  }
}

/// Who may do what with which path, by the names that a path has.
private struct AccessTable {
  private(set) var access: [String: Confinement.Access] = [:]
  /// Where each name leads.
  private var targets: [String: FilePath] = [:]

  /// Adds the paths that exist, each by its own name and by that which its links lead to.
  mutating func add(_ paths: [FilePath], _ kind: Confinement.Access) {
    for path in paths {
      guard path.isAbsolute, let target = path.resolved else { continue }
      for name in Set([path.lexicallyNormalized(), target]) {
        access[name.string] = kind
        targets[name.string] = target
      }
    }
  }

  /// Takes a directory away under every name by which one of the others reaches it, through links and mounts.
  mutating func mask(_ directory: FilePath, among mounts: MountTable) {
    guard let hidden = directory.resolved else { return }
    access[hidden.string] = .masked
    for place in mounts.names(of: hidden) where place.isSame(as: hidden) {
      for (name, target) in targets {
        var rest = place
        guard rest.removePrefix(target) else { continue }
        access[FilePath(name).appending(rest.components).string] = .masked
      }
    }
  }
}
