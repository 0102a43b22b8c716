import CLibgit2
import Glibc

/// Decides, before anything is written, whether we can work in a repository.
///
/// libgit2 1.5 opens some formats that it then damages, and refuses others with a message that names neither
/// cause nor cure; so the causes are looked for one by one, the most basic first. The format rules are those
/// of libgit2 1.5.1: format 0, or format 1 with no extension but `noop` and those of `Libgit2.start`.
package enum Preflight {
  /// The layout of the repository that `path` lies in. Throws `RepositoryRefusal`.
  package static func inspect(at path: String) throws -> RepositoryLayout {
    try Libgit2.start()
    let gitDirectory = try discover(path)
    let commonDirectory = try commonDirectory(of: gitDirectory)
    try refuseFormat(commonDirectory)
    let repository = try open(gitDirectory, commonDirectory)
    guard let workTree = repository.workTree else { throw RepositoryRefusal.bare(gitDirectory: gitDirectory) }
    try refuseSparseness(gitDirectory, commonDirectory)
    try refuseIndex(of: repository, gitDirectory)
    try refuseConfiguration(of: repository)
    let layout = try layout(of: repository, workTree, commonDirectory)
    if let commit = layout.head.commit { try refuseContents(of: repository, at: commit, commonDirectory) }
    return layout
  }

  /// The same without a look at what is in the repository: what a hook has time for.
  package static func locate(at path: String) throws -> RepositoryLayout {
    try Libgit2.start()
    let gitDirectory = try discover(path)
    let commonDirectory = try commonDirectory(of: gitDirectory)
    try refuseFormat(commonDirectory)
    let repository = try open(gitDirectory, commonDirectory)
    guard let workTree = repository.workTree else { throw RepositoryRefusal.bare(gitDirectory: gitDirectory) }
    return try layout(of: repository, workTree, commonDirectory)
  }

  private static func layout(
    of repository: borrowing Repository, _ workTree: String, _ commonDirectory: String
  ) throws -> RepositoryLayout {
    let head = try repository.head()
    if case .unborn(let branch) = head { throw RepositoryRefusal.noCommit(branch: branch) }
    return RepositoryLayout(
      workTree: trimmed(workTree), gitDirectory: trimmed(repository.gitDirectory),
      commonDirectory: commonDirectory, head: head,
      isShallow: unsafe git_repository_is_shallow(repository.pointer) == 1)
  }

  private static func discover(_ path: String) throws -> String {
    var buffer = unsafe git_buf()
    let code = unsafe git_repository_discover(&buffer, path, 0, nil)
    if code == GIT_ENOTFOUND.rawValue { throw RepositoryRefusal.notARepository(path: path) }
    try refusing { try check("git_repository_discover", code) }
    defer { unsafe git_buf_dispose(&buffer) }
    guard let found = unsafe String(validatingCString: buffer.ptr) else {
      throw unsafe RepositoryRefusal.pathNotUTF8(gitDirectory: GitPath(cString: buffer.ptr).display)
    }
    return trimmed(found)
  }

  private static func commonDirectory(of gitDirectory: String) throws -> String {
    guard let text = try SmallFile.read(gitDirectory + "/commondir") else { return gitDirectory }
    let place = text.hasPrefix("/") ? text : gitDirectory + "/" + text
    guard let resolved = unsafe realpath(place, nil) else { throw SystemError("open", place) }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  private static func refuseFormat(_ commonDirectory: String) throws {
    try refusing {
      let configuration = try Configuration(file: commonDirectory + "/config")
      let version = try configuration.number("core.repositoryformatversion") ?? 0
      if version > 1 { throw RepositoryRefusal.formatVersion(version) }
      for (name, value) in try configuration.entries(matching: "^extensions\\.") {
        let name = String(name.dropFirst("extensions.".count))
        if name == "partialclone" { throw RepositoryRefusal.partialClone(remote: value) }
        let harmless = version == 0 || name == "noop" || name == "preciousobjects"
        if !harmless { throw RepositoryRefusal.unsupportedExtension(name: name, value: value) }
      }
    }
  }

  private static func open(_ gitDirectory: String, _ commonDirectory: String) throws -> Repository {
    do {
      return try Repository(at: gitDirectory)
    } catch let error as GitError {
      // libgit2 1.5 reports an owner that it does not trust as "safe.directory was not found".
      let places = [gitDirectory, commonDirectory, parent(of: commonDirectory)]
      for place in places where error.isNotFound && isForeign(place) {
        let workTree = gitDirectory.hasSuffix("/.git") ? parent(of: gitDirectory) : gitDirectory
        throw RepositoryRefusal.foreignOwner(directory: workTree)
      }
      throw RepositoryRefusal.unreadable(error)
    }
  }

  private static func isForeign(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_uid != geteuid()
  }

  private static func refuseSparseness(_ gitDirectory: String, _ commonDirectory: String) throws {
    // libgit2 does not read config.worktree, which is where `git sparse-checkout` writes.
    let places = [
      "\(commonDirectory)/config", "\(commonDirectory)/config.worktree", "\(gitDirectory)/config.worktree",
    ]
    for place in places {
      try refusing {
        let configuration = try Configuration(file: place)
        guard try configuration.flag("core.sparsecheckout") else { return }
        let cone = try configuration.flag("index.sparse")
        throw cone ? RepositoryRefusal.sparseIndex : RepositoryRefusal.sparseCheckout
      }
    }
  }

  private static func refuseIndex(of repository: borrowing Repository, _ gitDirectory: String) throws {
    do {
      _ = try Index(of: repository)
    } catch let error as GitError {
      let split = DirectoryEntries.list(directory: gitDirectory).contains { entry in
        entry.name.starts(with: Array("sharedindex.".utf8))
      }
      throw split ? RepositoryRefusal.splitIndex : RepositoryRefusal.unreadable(error)
    }
  }

  private static func refuseConfiguration(of repository: borrowing Repository) throws {
    let configuration = try Configuration(of: repository)
    for (name, value) in try configuration.entries(matching: "^remote\\..*\\.(promisor|partialclonefilter)$")
    where value != "false" {
      let remote = name.split(separator: ".").dropFirst().dropLast().joined(separator: ".")
      throw RepositoryRefusal.partialClone(remote: remote)
    }
    if try configuration.flag("commit.gpgsign") { throw RepositoryRefusal.signedCommits }
  }

  private static func refuseContents(
    of repository: borrowing Repository, at commit: ObjectID, _ commonDirectory: String
  ) throws {
    let local = try SmallFile.read(commonDirectory + "/info/attributes") ?? ""
    try refuse(attributes: local, in: GitPath(".git/info/attributes"))
    for (path, entry) in try repository.entries(in: commit) {
      if entry.mode == .gitlink || path == GitPath(".gitmodules") { throw RepositoryRefusal.submodules(path) }
      guard path.components.last == Array(".gitattributes".utf8), entry.mode != .symlink else { continue }
      let text = String(decoding: try repository.blob(entry.id), as: UTF8.self)
      try refuse(attributes: text, in: path)
    }
  }

  private static func refuse(attributes: String, in file: GitPath) throws {
    for line in attributes.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
      let words = line.split(whereSeparator: \.isWhitespace).dropFirst()
      guard
        let attribute = words.first(where: {
          $0.hasPrefix("filter=") || $0.hasPrefix("working-tree-encoding=")
        })
      else { continue }
      throw RepositoryRefusal.filteredFiles(attributesFile: file, attribute: String(attribute))
    }
  }

  /// What libgit2 cannot read is a refusal, too.
  private static func refusing(_ look: () throws -> Void) throws {
    do { try look() } catch let error as GitError { throw RepositoryRefusal.unreadable(error) }
  }

  private static func trimmed(_ path: String) -> String {
    path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  private static func parent(of path: String) -> String {
    path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  }
}
