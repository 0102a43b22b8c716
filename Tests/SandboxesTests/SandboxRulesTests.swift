import FoundationEssentials
import Orchestration
import SystemPackage
import TestSupport
import Testing

@testable import Sandboxes

struct SandboxRulesTests {
  private let scratch: ScratchDirectory
  private var rules: SandboxRules

  init() throws {
    scratch = try ScratchDirectory()
    let names = ["repo", "repo/.git", "repo/.git/orchestrate", "repo/.git/orchestrate/home", "tree", "tools"]
    for name in names { try scratch.makeDirectory(name) }
    try scratch.write("tree/.git", "gitdir: x\n")
    rules = SandboxRules(
      kind: .bubblewrap, program: "/b", commonDirectory: scratch.path.appending("repo/.git"))
  }

  /// What a confinement says of a path, by its name in the scratch directory.
  private func access(_ name: String, _ rules: SandboxRules) -> Confinement.Access? {
    rules.confinement(
      of: scratch.path.appending("tree"), writable: [scratch.path.appending("repo/.git/orchestrate/home")],
      for: ContainerOwner(run: "r", task: "t", nonce: Nonce("n"), directory: scratch.path)
    ).access[scratch.path.appending(name).string]
  }

  @Test(arguments: [
    ("tree", Confinement.Access.writable), ("tree/.git", .readable), ("repo/.git", .readable),
    ("repo/.git/orchestrate", .masked), ("repo/.git/orchestrate/home", .writable), ("repo", nil),
    ("tools", nil),
  ])
  func aCheckoutIsWritableAndGitIsNot(name: String, expected: Confinement.Access?) {
    #expect(access(name, rules) == expected)
  }

  @Test func whatIsMissingIsLeftOut() {
    var rules = rules
    rules.readable = [scratch.path.appending("tools"), scratch.path.appending("nowhere"), "tools"]
    #expect(access("tools", rules) == .readable)
    #expect(access("nowhere", rules) == nil)
  }

  @Test func ourStateIsMaskedUnderEveryNameThatReachesIt() throws {
    try scratch.makeLink("link", to: scratch.path.appending("repo").string)
    var rules = rules
    rules.readable = [scratch.path.appending("link")]
    #expect(access("link", rules) == .readable)
    #expect(access("link/.git/orchestrate", rules) == .masked)
    #expect(access("repo", rules) == .readable)
  }

  @Test func objectsThatAreSharedWithOthersAreReadable() throws {
    for name in ["repo/.git/objects", "repo/.git/objects/info", "tools/objects"] {
      try scratch.makeDirectory(name)
    }
    try scratch.write("repo/.git/objects/info/alternates", "../../../tools/objects\n")
    #expect(access("tools/objects", rules) == .readable)
  }

  @Test func aPrivateHomeHasLinksToTheToolchainsOfThePersonalOne() throws {
    var rules = rules
    rules.personalHome = scratch.path
    rules.readable = [scratch.path.appending("tools"), "/usr/share"]
    let home = PrivateHome(scratch.path.appending("own"))
    for _ in 0..<2 { try home.prepare(rules) }
    let link = try FileManager.default.destinationOfSymbolicLink(atPath: home.path.appending("tools").string)
    #expect(link == scratch.path.appending("tools").string)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: home.path.string).sorted() == ["tmp", "tools"])
  }

  /// What a command puts in the place of a directory of ours must not lead us out of its home.
  @Test func aPlantedLinkIsReplacedAndNotFollowed() throws {
    try scratch.makeDirectory("own")
    try scratch.makeLink("own/tmp", to: scratch.path.appending("tools").string)
    let home = PrivateHome(scratch.path.appending("own"))
    try home.prepare(rules)
    try home.link("tmp/x", to: "/etc")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path.appending("tools").string) == [])
  }
}
