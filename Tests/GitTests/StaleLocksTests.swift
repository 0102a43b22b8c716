import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import Git

struct StaleLocksTests {
  @Test func deadLocksGoAndLiveOnesStay() async throws {
    let fixture = try await GitFixture()
    let heads = fixture.root.appending(".git/refs/heads")
    try fixture.write(".git/refs/heads/dead.lock", "")
    try fixture.write(".git/refs/heads/live.lock", "")
    try fixture.write(".git/refs/heads/notalock", "")
    let paths = ["dead.lock", "live.lock", "notalock", "missing.lock"].map { heads.appending($0).string }
    let live = try FileDescriptor.open(FilePath(paths[1]), .readOnly, options: .closeOnExec)
    let report = try StaleLocks.clear(paths)
    #expect(report.removed == [paths[0]])
    #expect(report.held == [StaleLocks.Held(path: paths[1], pids: [getpid()])])
    #expect(paths.map(exists) == [false, true, true, false])
    try live.close()
    #expect(try StaleLocks.clear(paths).removed == [paths[1]])
  }

  @Test func aLinkIsNoLock() async throws {
    let fixture = try await GitFixture()
    let path = fixture.root.appending("x.lock").string
    unsafe symlink(fixture.root.appending(".git/HEAD").string, path)
    #expect(try StaleLocks.clear([path]) == StaleLocks.Report())
    #expect(exists(path))
  }
}
