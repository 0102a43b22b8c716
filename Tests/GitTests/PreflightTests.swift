import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import Git

/// One way to prepare a repository.
struct Shape: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// Answers with where to look; nil for the repository itself.
  let prepare: @Sendable (GitFixture) async throws -> FilePath?

  init(_ name: String, _ prepare: @escaping @Sendable (GitFixture) async throws -> FilePath?) {
    testDescription = name
    self.prepare = prepare
  }

  /// Prepared by git commands, words separated by spaces.
  init(_ commands: String...) {
    self.init(commands.joined(separator: "; ")) { fixture in
      for command in commands {
        try await fixture.git(command.split(separator: " ").map(String.init))
      }
      return nil
    }
  }
}

struct PreflightTests {
  private func inspect(_ shape: Shape) async throws -> RepositoryLayout {
    let fixture = try await GitFixture()
    try fixture.write("dir/file", "text\n")
    try await fixture.commit("first")
    let place = try await shape.prepare(fixture)
    return try Preflight.inspect(at: (place ?? fixture.root).string)
  }

  static let refused: [(Shape, @Sendable (RepositoryRefusal) -> Bool)] = [
    (Shape("no repository") { $0.directory }, { if case .notARepository = $0 { true } else { false } }),
    (
      Shape("bare") { fixture in
        try await fixture.git("clone", "-q", "--bare", ".", "../bare.git")
        return fixture.directory.appending("bare.git")
      }, { if case .bare = $0 { true } else { false } }
    ),
    (
      Shape("switch -q --orphan empty"),
      { $0 == .noCommit(branch: RefName.branch("empty")) }
    ),
    (
      Shape("SHA-256") { fixture in
        try await fixture.git("init", "-q", "--object-format=sha256", "../sha256")
        return fixture.directory.appending("sha256")
      }, { $0 == .unsupportedExtension(name: "objectformat", value: "sha256") }
    ),
    (
      Shape("config core.repositoryformatversion 1", "config extensions.refStorage reftable"),
      { $0 == .unsupportedExtension(name: "refstorage", value: "reftable") }
    ),
    (
      Shape("config core.repositoryformatversion 1", "config extensions.relativeWorktrees true"),
      { $0 == .unsupportedExtension(name: "relativeworktrees", value: "true") }
    ),
    (
      Shape("config core.repositoryformatversion 1", "config extensions.worktreeConfig true"),
      { $0 == .unsupportedExtension(name: "worktreeconfig", value: "true") }
    ),
    (Shape("config core.repositoryformatversion 2"), { $0 == .formatVersion(2) }),
    (Shape("update-index --split-index"), { $0 == .splitIndex }),
    (Shape("sparse-checkout set dir"), { $0 == .sparseCheckout }),
    (Shape("sparse-checkout set --sparse-index dir"), { $0 == .sparseIndex }),
    (Shape("config extensions.partialClone origin"), { $0 == .partialClone(remote: "origin") }),
    (Shape("config remote.up.stream.promisor true"), { $0 == .partialClone(remote: "up.stream") }),
    (
      Shape("gitlink") { fixture in
        let id = try await fixture.git("rev-parse", "HEAD")
        try await fixture.git("update-index", "--add", "--cacheinfo", "160000,\(id),sub")
        try await fixture.git("commit", "-qm", "submodule")
        return nil
      }, { $0 == .submodules(GitPath("sub")) }
    ),
    (
      attributes("dir/.gitattributes", "# filter=no\n*.bin filter=lfs diff=lfs\n"),
      {
        $0 == .filteredFiles(attributesFile: GitPath("dir/.gitattributes"), attribute: "filter=lfs")
      }
    ),
    (
      attributes(".gitattributes", "*.txt working-tree-encoding=UTF-16\n"),
      {
        $0
          == .filteredFiles(
            attributesFile: GitPath(".gitattributes"), attribute: "working-tree-encoding=UTF-16")
      }
    ),
    (
      attributes(".git/info/attributes", "* filter=crypt\n"),
      {
        $0 == .filteredFiles(attributesFile: GitPath(".git/info/attributes"), attribute: "filter=crypt")
      }
    ),
    (Shape("config commit.gpgSign yes"), { $0 == .signedCommits }),
  ]

  private static func attributes(_ path: String, _ text: String) -> Shape {
    Shape("\(path): \(text)") { fixture in
      try fixture.write(path, text)
      try await fixture.commit("attributes")
      return nil
    }
  }

  @Test(arguments: refused.indices)
  func refusesByCause(index: Int) async throws {
    let (shape, expected) = Self.refused[index]
    let refusal = await #expect(throws: RepositoryRefusal.self, "\(shape.testDescription)") {
      _ = try await inspect(shape)
    }
    let found = try refusal.orThrow()
    #expect(expected(found), "\(shape.testDescription): \(found)")
    #expect(!found.what.contains("\n") && !found.what.isEmpty && !found.hint.isEmpty)
  }

  static let accepted = [
    Shape("status"), Shape("switch -q --detach"), Shape("update-index --index-version 4"),
    Shape("update-index --force-untracked-cache"), Shape("config commit.gpgSign false"),
    Shape("config core.repositoryformatversion 1", "config extensions.preciousObjects true"),
    Shape("sparse-checkout set dir", "sparse-checkout disable"),
    Shape("a directory inside") { $0.root.appending("dir") },
    Shape("shallow") { fixture in
      try await fixture.commit("second")
      try await fixture.git("clone", "-q", "--depth=1", "file://\(fixture.root)", "../shallow")
      return fixture.directory.appending("shallow")
    },
    Shape("linked worktree") { fixture in
      try await fixture.git("worktree", "add", "-q", "../linked")
      return fixture.directory.appending("linked")
    },
  ]

  @Test(arguments: accepted)
  func accepts(shape: Shape) async throws {
    let layout = try await inspect(shape)
    #expect(layout.head.commit != nil)
    #expect(layout.isShallow == (shape.testDescription == "shallow"))
    #expect(layout.isLinkedWorktree == (shape.testDescription == "linked worktree"))
    #expect(!layout.workTree.hasSuffix("/") && !layout.commonDirectory.hasSuffix("/"))
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give a repository away"))
  func saysWhoseARepositoryIs() async throws {
    let fixture = try await GitFixture()
    try await fixture.commit("first")
    let root = fixture.root.string
    for place in [root, root + "/.git"] { _ = unsafe chown(place, 65534, 65534) }
    #expect(throws: RepositoryRefusal.foreignOwner(directory: root)) { try Preflight.inspect(at: root) }
    for place in [root, root + "/.git"] { _ = unsafe chown(place, 0, 0) }
  }
}
