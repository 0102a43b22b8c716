import FoundationEssentials
import Glibc
import Orchestration
import SystemPackage
import TestSupport
import Testing

@testable import Sandboxes

@Suite struct CheckoutCachesTests {
  private let scratch: ScratchDirectory
  private let caches: CheckoutCaches

  init() throws {
    scratch = try ScratchDirectory()
    caches = CheckoutCaches(
      store: scratch.path.appending("root").appending(".caches").appending("repository"),
      directories: [".build", "web/modules"])
    try scratch.makeDirectory("root")
  }

  private func make(_ script: String) throws {
    let status = unsafe system("cd '\(scratch.path)' && \(script)")
    #expect(status == 0)
  }

  private func remove(_ path: String) throws { try FileManager.default.removeItemIfThere(path) }

  private func take(_ gate: String, _ name: String) throws {
    try caches.take(from: scratch.path.appending(gate), named: name, removing: remove)
  }

  @Test func whatAGateLeftIsHandedToCheckouts() throws {
    try make(
      "mkdir -p gate/.build/deep gate/web/modules a/web; cd gate/.build; echo one > deep/object; chmod 755 deep/object"
        + "; touch -d @1000000000 deep/object; ln -s deep/object link; mkfifo pipe; chmod 700 deep")
    try take("gate", "first")
    try caches.hand(to: scratch.path.appending("a"))
    #expect(try scratch.text("a/.build/deep/object") == "one\n")
    try make("test \"$(stat -c '%a %Y' a/.build/deep/object)\" = '755 1000000000'")
    try make(
      "test \"$(readlink a/.build/link)\" = deep/object && test ! -e a/.build/pipe && test -d a/web/modules")
    // The gate gave it away, and nobody shares a file with anybody.
    try make("test ! -e gate/.build && echo changed > a/.build/deep/object && mkdir b")
    try caches.hand(to: scratch.path.appending("b"))
    #expect(try scratch.text("b/.build/deep/object") == "one\n")
  }

  @Test func theNewestTakesThePlaceOfTheOthers() throws {
    try make("mkdir -p gate/.build a/.build b; echo one > gate/.build/x; echo own > a/.build/x")
    try take("gate", "first")
    try make("mkdir -p gate/.build; echo two > gate/.build/x")
    try take("gate", "second")
    try caches.hand(to: scratch.path.appending("a"))
    try caches.hand(to: scratch.path.appending("b"))
    #expect(try scratch.text("a/.build/x") == "own\n")
    #expect(try scratch.text("b/.build/x") == "two\n")
    try make("test \"$(ls root/.caches/repository)\" = \"$(printf 'current\\nsecond\\nsecond.lock')\"")
  }

  @Test func aGenerationThatSomebodyCopiesStays() throws {
    try make("mkdir -p gate/.build a; echo one > gate/.build/x")
    try take("gate", "first")
    let reader = try FileDescriptor.open(
      scratch.path.appending("root/.caches/repository/first.lock"), .readWrite,
      options: [.create, .closeOnExec],
      permissions: .ownerReadWrite)
    #expect(flock(reader.rawValue, LOCK_SH) == 0)
    try make("mkdir -p gate/.build; echo two > gate/.build/x")
    try take("gate", "second")
    #expect(try scratch.text("root/.caches/repository/first/.build/x") == "one\n")
    try reader.close()
    try make("mkdir -p gate/.build")
    try take("gate", "third")
    try make("test ! -e root/.caches/repository/first")
  }

  @Test func nothingIsReadOrWrittenThroughALink() throws {
    try make("mkdir -p victim gate/web a b; echo secret > victim/x; ln -s ../victim gate/.build")
    try make("ln -s ../../victim gate/web/modules; ln -s ../victim a/web")
    try take("gate", "first")
    try caches.hand(to: scratch.path.appending("a"))
    try make("test ! -e a/.build")
    try make("rm -rf gate; mkdir -p gate/web/modules; echo y > gate/web/modules/y")
    try take("gate", "second")
    try caches.hand(to: scratch.path.appending("a"))
    try make("test \"$(ls victim)\" = x")
  }

  @Test(arguments: [
    (".build", true), (".build/x", true), (".builder", false), ("web/modules/a/b", true), ("web", false),
  ])
  func knowsItsPaths(path: String, isCovered: Bool) {
    #expect(caches.covers(RepositoryPath(path)) == isCovered)
  }
}

extension FileManager {
  fileprivate func removeItemIfThere(_ path: String) throws {
    if fileExists(atPath: path) { try removeItem(atPath: path) }
  }
}
