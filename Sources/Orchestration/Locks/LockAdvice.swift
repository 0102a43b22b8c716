/// What earlier tasks changed says about the locks of tasks to come. Only what was seen often enough is said.
package struct LockAdvice: Sendable {
  /// A task that has landed.
  package struct PastTask: Hashable, Sendable {
    /// What it declared; nil where nobody knows any more.
    package var claims: Claims?
    /// What its landing changed.
    package var paths: [RepositoryPath]

    package init(claims: Claims?, paths: [RepositoryPath]) {
      self.claims = claims
      self.paths = paths
    }
  }

  /// Fewer tasks than this are no experience.
  package static let enough = 4

  private let resources: [Resource]
  /// The resources that each earlier task changed, and those that it had declared for writing.
  private let past: [(changed: Set<ResourceName>, declared: Set<ResourceName>)]
  private let unnamed: [(folder: String, tasks: Int)]

  package init(past: [PastTask], resources: [Resource]) {
    self.resources = resources
    self.past = past.map { task in
      (
        Set(task.paths.flatMap { resources.names(containing: $0) }),
        Set(task.claims?.writes(beyond: .resources([:])) ?? [])
      )
    }
    let folders = past.flatMap { task in
      Set(task.paths.filter { resources.names(containing: $0) == [.other] }.compactMap(\.folder))
    }
    unnamed = Dictionary(grouping: folders) { $0 }.mapValues(\.count).filter { $0.value >= Self.enough }
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }

  /// What is worth a thought about one task's locks, in the order of the resources' names.
  package func remarks(on task: TaskSpec) -> [LockRemark] {
    let claims = Claims(of: task, resources: resources)
    let writes = claims.writes(beyond: .resources([:]))
    return writes.flatMap { companions(of: $0, beyond: claims) } + writes.compactMap(unused)
  }

  /// Folders that belong to no resource, although several tasks changed them.
  package var remarks: [LockRemark] {
    unnamed.map { .unnamed(folder: $0.folder, tasks: $0.tasks, among: past.count) }
  }

  /// Tasks that keep each other waiting only because nobody named the folders that they write.
  package func remarks(onOtherOf tasks: [TaskSpec]) -> [LockRemark] {
    let writers = tasks.compactMap { task -> (id: TaskID, folders: Set<String>)? in
      let globs = task.files.writes.filter { glob in
        !resources.contains { $0.paths.contains { $0.overlaps(glob) } }
      }
      let folders = Set(globs.compactMap(\.folder))
      return folders.isEmpty ? nil : (task.id, folders)
    }
    let folders = Set(writers.flatMap(\.folders)).sorted()
    return writers.count < 2 || folders.count < 2 ? [] : [.shared(folders: folders, tasks: writers.map(\.id))]
  }

  /// Resources that two thirds of those changed, too, who changed this one.
  private func companions(of resource: ResourceName, beyond claims: Claims) -> [LockRemark] {
    let alike = past.filter { $0.changed.contains(resource) }
    guard resource != .other, alike.count >= Self.enough else { return [] }
    return resources.map(\.name).sorted().compactMap { name in
      let count = alike.count { $0.changed.contains(name) }
      guard claims.mode(of: name) != .write, count * 3 >= alike.count * 2 else { return nil }
      return .companion(name, of: resource, tasks: count, among: alike.count)
    }
  }

  /// A lock that nobody who had it ever used.
  private func unused(_ resource: ResourceName) -> LockRemark? {
    let declared = past.filter { $0.declared.contains(resource) }
    guard declared.count >= Self.enough, !declared.contains(where: { $0.changed.contains(resource) }) else {
      return nil
    }
    return .unused(resource, tasks: declared.count)
  }
}

/// One thing that past changes say of locks.
package enum LockRemark: Hashable, Sendable {
  case companion(ResourceName, of: ResourceName, tasks: Int, among: Int)
  case unused(ResourceName, tasks: Int)
  case unnamed(folder: String, tasks: Int, among: Int)
  case shared(folders: [String], tasks: [TaskID])
}

extension LockRemark: CustomStringConvertible {
  package var description: String {
    switch self {
    case .companion(let name, let other, let tasks, let all):
      "\(name) changed in \(tasks) of \(all) past tasks that changed \(other), and is not in its locks.writes"
    case .unused(let name, let tasks):
      "none of the \(tasks) past tasks that wrote the lock \(name) changed anything there: does it need it?"
    case .unnamed(let folder, let tasks, let all):
      "\(folder)/** is in no resource, and \(tasks) of \(all) past tasks changed it: a resource of its own would "
        + "let other tasks work beside them"
    case .shared(let folders, let tasks):
      tasks.map(\.description).joined(separator: ", ") + " take turns, because all of "
        + folders.map { "\($0)/**" }.joined(separator: ", ") + " is in no resource: name a resource for each"
    }
  }
}

extension Glob {
  /// The folder that it surely stays in, at most two deep; nil where it may match at the root.
  fileprivate var folder: String? {
    let names = description.split(separator: "/").dropLast().prefix(2)
      .prefix { !$0.contains { "*?[]{}".contains($0) } }
    return names.isEmpty ? nil : names.joined(separator: "/")
  }
}

extension RepositoryPath {
  /// The folder that the path is in, at most two deep; nil at the root.
  fileprivate var folder: String? {
    let names = description.split(separator: "/").dropLast().prefix(2)
    return names.isEmpty ? nil : names.joined(separator: "/")
  }
}
