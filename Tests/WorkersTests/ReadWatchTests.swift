import FoundationEssentials
import Orchestration
import TestSupport
import Testing

@testable import Workers

@Suite struct ReadWatchTests {
  private let worktree: String

  init() throws {
    worktree = FileManager.default.temporaryDirectory.path + "/reads-\(UInt64.random(in: 0 ... .max))"
    for folder in ["api", "db/deep", "web"] {
      try FileManager.default.createDirectory(
        atPath: "\(worktree)/\(folder)", withIntermediateDirectories: true)
    }
    for file in ["README", "api/a", "db/deep/b", "web/c"] {
      _ = FileManager.default.createFile(atPath: "\(worktree)/\(file)", contents: nil)
    }
    try FileManager.default.createSymbolicLink(
      atPath: "\(worktree)/web/link", withDestinationPath: "../db/deep/b")
  }

  private func watch() throws -> ReadWatch {
    let resources = try ["api", "db", "web"].map {
      Resource(name: ResourceName($0), paths: [try #require(Glob("\($0)/**"))])
    }
    return ReadWatch(
      worktree: worktree, claims: Claims(reads: [ResourceName("api")], writes: []), resources: resources)
  }

  private func found(_ paths: String...) throws -> [String] {
    defer { try? FileManager.default.removeItem(atPath: worktree) }
    var watch = try watch()
    return watch.news(in: AgentText(text: "Read", paths: paths)).map { "\($0.resource) \($0.path)" }
  }

  @Test func whatIsDeclaredOrNobodysIsNoNews() throws {
    #expect(try found("api/a", "\(worktree)/api/a", "README", "api") == [])
  }

  @Test func filesAndFoldersOfOtherResourcesAre() throws {
    #expect(try found("./db/deep/b", "\(worktree)/web/c") == ["db db/deep/b", "web web/c"])
  }

  @Test func aFolderCountsWhereAllOfItBelongsToTheResource() throws {
    #expect(try found("web", "db/deep") == ["web web", "db db/deep"])
  }

  @Test func whatIsNotThereOrOutsideIsNot() throws {
    #expect(
      try found("db/none", "../db/deep/b", "/etc/passwd", "\(worktree)-other/web/c", "web/link", "") == [])
  }

  @Test func oneResourceIsToldOnce() throws {
    defer { try? FileManager.default.removeItem(atPath: worktree) }
    var watch = try watch()
    #expect(watch.news(in: AgentText(text: "Read", paths: ["db/deep/b"])).count == 1)
    #expect(watch.news(in: AgentText(text: "Read", paths: ["db/deep"])).isEmpty)
    #expect(watch.news(in: AgentText(text: "Bash ls")).isEmpty)
  }
}
