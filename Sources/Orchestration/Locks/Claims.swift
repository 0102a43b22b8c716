/// The locks a task needs as one set: a mode for each of some resources, or everything for writing.
///
/// Two tasks whose claims conflict never run, wait for their gate or land at the same time.
package enum Claims: Hashable, Sendable {
  /// Every resource and every path outside them, for writing; fits beside no other task at all.
  case everything
  case resources([ResourceName: LockMode])

  /// A resource that is both read and written counts as written.
  package init(reads: some Sequence<ResourceName>, writes: some Sequence<ResourceName>) {
    let modes = reads.map { ($0, LockMode.read) } + writes.map { ($0, LockMode.write) }
    self = .resources(Dictionary(modes) { $1 == .write ? $1 : $0 })
  }

  /// What a task declares: its locks and whatever its `files` globs may touch, which is `other` too where
  /// the resources do not surely cover a glob. A task that declares neither claims everything.
  package init(of task: TaskSpec, resources: [Resource]) {
    let (locks, files) = (task.locks, task.files)
    if locks == LockDeclaration(), files == FileDeclaration() {
      self = .everything
    } else {
      self.init(
        reads: locks.reads + files.reads.flatMap { resources.names(touchedBy: $0) },
        writes: locks.writes + files.writes.flatMap { resources.names(touchedBy: $0) })
    }
  }

  /// How this set uses the resource, if it does.
  package func mode(of resource: ResourceName) -> LockMode? {
    switch self {
    case .everything: .write
    case .resources(let modes): modes[resource]
    }
  }

  /// The resources that this set writes and the other one does not, in the order of their names.
  package func writes(beyond other: Claims) -> [ResourceName] {
    guard case .resources(let modes) = self else { return [] }
    return modes.filter { $0.value == .write && other.mode(of: $0.key) != .write }.keys.sorted()
  }

  /// The clash that keeps this set from being granted while `held` is; nil when both fit beside each other.
  package func firstConflict(with held: Claims) -> LockConflict? {
    switch (self, held) {
    case (.everything, .everything): LockConflict(resource: nil, wanted: .write, held: .write)
    case (.everything, .resources(let modes)), (.resources(let modes), .everything):
      clash(on: modes.keys.min(), with: held)
    case (.resources(let mine), .resources(let theirs)):
      mine.filter { theirs[$0.key]?.conflicts(with: $0.value) == true }.keys.min()
        .map { clash(on: $0, with: held) }
    }
  }

  private func clash(on resource: ResourceName?, with held: Claims) -> LockConflict {
    LockConflict(
      resource: resource, wanted: resource.flatMap(mode) ?? .write,
      held: resource.flatMap(held.mode) ?? .write)
  }

  /// This set and write claims on whatever contains the paths: for a task that changed more than it
  /// declared, or that met a conflict there.
  package func adding(writesTo paths: some Sequence<RepositoryPath>, resources: [Resource]) -> Claims {
    writing(paths.flatMap { resources.names(containing: $0) })
  }

  /// This set and write claims on the resources.
  package func writing(_ names: some Sequence<ResourceName>) -> Claims {
    guard case .resources(var modes) = self else { return .everything }
    for name in names { modes[name] = .write }
    return .resources(modes)
  }

  /// Whether the task may change the path: it write-claims each resource that contains it. That includes
  /// whatever matches its `files.writes`, because these claim all resources that they may touch.
  package func covers(_ path: RepositoryPath, resources: [Resource]) -> Bool {
    resources.names(containing: path).allSatisfy { mode(of: $0) == .write }
  }

  /// The paths that the task may not change, in their order.
  package func undeclared(
    among paths: some Sequence<RepositoryPath>, resources: [Resource]
  ) -> [RepositoryPath] {
    paths.filter { !covers($0, resources: resources) }
  }
}

extension Claims: CustomStringConvertible {
  package var description: String {
    guard case .resources(let modes) = self else { return "writes everything" }
    let parts = LockMode.allCases.compactMap { mode in
      let names = modes.filter { $0.value == mode }.keys.sorted()
      return names.isEmpty ? nil : "\(mode.rawValue)s " + names.map(\.description).joined(separator: ", ")
    }
    return parts.isEmpty ? "nothing" : parts.joined(separator: "; ")
  }
}
