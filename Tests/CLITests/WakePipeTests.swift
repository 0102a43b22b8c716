import Dispatch
import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import CLI

struct WakePipeTests {
  private let scratch: ScratchDirectory
  private var path: FilePath { scratch.path.appending("wake") }

  init() throws { scratch = try ScratchDirectory() }

  /// What a hook does.
  private func tell() { #expect(unsafe system("echo 1<>'\(path)'") == 0) }

  @Test(.timeLimit(.minutes(1))) func aShellWakesWhoeverWaits() async throws {
    let (news, told) = AsyncStream<Void>.makeStream()
    let pipe = try WakePipe(at: path, queue: DispatchQueue(label: "test")) { told.yield() }.orThrow()
    var waiting = news.makeAsyncIterator()
    for _ in 1...3 {
      tell()
      await waiting.next()
    }
    pipe.close()
    #expect(throws: Errno.noSuchFileOrDirectory) { try path.stat() }
  }

  /// A pipe of one that was killed: telling it neither hangs nor fails, and the next one takes its place.
  @Test func nobodyWaits() throws {
    #expect(unsafe mkfifo(path.string, 0o600) == 0)
    tell()
    let pipe = WakePipe(at: path, queue: DispatchQueue(label: "test")) {}
    #expect(pipe != nil)
    pipe?.close()
  }
}
