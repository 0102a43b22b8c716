import Git
import Orchestration
import Sandboxes
import SystemPackage
import TestSupport
import Testing

@testable import Landing

@Suite(.timeLimit(.minutes(1)))
struct GateTests {
  let fixture: LandingFixture
  let commit: CommitID

  init() async throws {
    fixture = try await LandingFixture(files: ["README": "hello\n", ".gitignore": ".env*\n"])
    commit = try await fixture.commit("main")
  }

  private func order(_ commit: CommitID? = nil, doctor: String? = nil) throws -> GateOrder {
    GateOrder(commit: commit ?? self.commit, doctor: doctor, task: try fixture.task())
  }

  private func gate(
    _ doctor: String, own: String? = nil, of commit: CommitID? = nil,
    _ change: (inout GatePlan) -> Void = { _ in }
  ) async throws -> GateVerdict {
    try await fixture.lander(doctor: doctor) { change(&$0.gate) }.gate(order(commit, doctor: own))
  }

  private func failure(_ verdict: GateVerdict) throws -> CheckFailure {
    guard case .fail(let failure) = verdict else { throw Unexpected() }
    return failure
  }

  private var checkout: FilePath { fixture.directory.appending("trees").appending(".gate") }
  private var nonce: Nonce { Nonce("\(fixture.run)--gate") }

  private func expectNothingLeft() async throws {
    #expect(!fixture.exists(checkout))
    #expect(try await !fixture.git.git("worktree", "list").contains(".gate"))
    #expect(ProcessTable.marked(by: nonce).isEmpty)
    #expect(try await fixture.refs("refs/heads/").keys.sorted() == ["integration", "main"])
  }

  @Test func greenIsAPass() async throws {
    #expect(try await gate("true") == .pass(cached: false))
    try await expectNothingLeft()
  }

  @Test func aRehearsalNamesWhatTheCommandsLeaveAndGitDoesNotIgnore() async throws {
    let lander = try fixture.lander(doctor: "mkdir built; touch built/x .env.y; echo more >>README")
    let (failure, left) = try await lander.rehearse(order())
    #expect(failure == nil && left == [RepositoryPath("README"), RepositoryPath("built/x")])
    #expect(try await lander.gate(order()) == .pass(cached: false))
    try await expectNothingLeft()
  }

  @Test func redSaysWhatFailedAndKeepsEveryLog() async throws {
    let first = try failure(try await gate("echo broken; echo badly >&2; exit 3"))
    #expect(first.check == .doctor && first.exit == 3 && first.detail == nil)
    #expect(try await fixture.shell("cat '\(first.log)'") == "broken\nbadly")
    let second = try failure(try await gate("echo again; exit 3"))
    #expect(second.log != first.log)
    #expect(try await fixture.shell("cat '\(first.log)' '\(second.log)'") == "broken\nbadly\nagain")
    try await expectNothingLeft()
  }

  @Test func aFailedPreparationIsNotTheDoctors() async throws {
    let verdict = try await gate("touch $OUT/judged") { $0.bootstrap = ["true", "exit 9", "touch $OUT/on"] }
    let failure = try failure(verdict)
    #expect(failure.check == .bootstrap && failure.exit == 9)
    #expect(!fixture.exists(fixture.directory.appending("judged")))
    #expect(!fixture.exists(fixture.directory.appending("on")))
  }

  @Test func commandsRunInOrderEachOnce() async throws {
    let say = { (word: String) in "echo \(word) >> $OUT/said" }
    let verdict = try await gate(say("doctor"), own: say("own")) { $0.bootstrap = [say("a"), say("b")] }
    #expect(verdict == .pass(cached: false))
    #expect(try await gate(say("same"), own: say("same")) == .pass(cached: false))
    #expect(try await fixture.read("said") == "a\nb\ndoctor\nown\nsame")
  }

  @Test func theTasksOwnDoctorJudgesToo() async throws {
    #expect(try failure(try await gate("true", own: "exit 4")).exit == 4)
    #expect(try failure(try await gate("exit 5", own: "touch $OUT/own")).exit == 5)
    #expect(!fixture.exists(fixture.directory.appending("own")))
  }

  @Test func aDoctorThatDoesNotEndIsEnded() async throws {
    let failure = try failure(try await gate("sleep 1000 & wait") { $0.timeout = 1 })
    #expect(failure.exit == nil && failure.detail == "timed out after 1 s")
    try await expectNothingLeft()
  }

  @Test func whatADoctorLeavesRunningIsEnded() async throws {
    #expect(try await gate("env -i setsid sleep 1000 & setsid sleep 1000 & true") == .pass(cached: false))
    try await expectNothingLeft()
  }

  @Test func theCheckoutIsExactlyTheCommit() async throws {
    let candidate = try await fixture.commit(["README": "candidate\n", "deep/new": "x\n"], on: commit)
    try fixture.git.write("README", "dirty\n")
    try fixture.git.write("untracked", "dirty\n")
    let doctor = """
      git rev-parse HEAD; git status --porcelain --ignored; git add --all; git write-tree
      """
    #expect(try await gate("{ \(doctor)\n} > $OUT/seen", of: candidate) == .pass(cached: false))
    let tree = try await fixture.git.git("rev-parse", "\(candidate)^{tree}")
    #expect(try await fixture.read("seen") == "\(candidate)\n\(tree)")
    #expect(try await fixture.git.git("status", "--porcelain") == " M README\n?? untracked")
  }

  @Test func copiedFilesAreThereLessTheOmitted() async throws {
    for name in [".env", ".env.secret", "deep/.env.local"] { try fixture.git.write(name, name + "\n") }
    let verdict = try await gate("ls -A . deep > $OUT/seen; cat .env deep/.env.local >> $OUT/seen") {
      $0.copy = CheckoutCopy(
        source: fixture.git.root, patterns: ["**/.env*"].compactMap { Glob($0) },
        omit: [".env.secret"].compactMap { Glob($0) })
    }
    #expect(verdict == .pass(cached: false))
    #expect(
      try await fixture.read("seen")
        == ".:\n.env\n.git\n.gitignore\nREADME\ndeep\n\ndeep:\n.env.local\n.env\ndeep/.env.local")
  }

  @Test func theEnvironmentIsTheGivenOneAndNothingElse() async throws {
    #expect(try await gate("env > $OUT/seen; env -i true") == .pass(cached: false))
    let seen = try await fixture.read("seen").split(separator: "\n").map { $0.prefix { $0 != "=" } }
    #expect(
      Set(seen).subtracting(["PWD", "SHLVL", "_", "OLDPWD"])
        == ["PATH", "OUT", "TMPDIR", "ORCHESTRATE_TASK", "ORCHESTRATE_NONCE"])
  }

  @Test func theTemporaryDirectoryIsThere() async throws {
    #expect(try await gate("mktemp && mktemp -d") == .pass(cached: false))
  }

  @Test func onlyAGreenVerdictOnTheSameIsReused() async throws {
    try fixture.git.write(".env", "1\n")
    let copy = CheckoutCopy(source: fixture.git.root, patterns: [".env"].compactMap { Glob($0) })
    func verdict(
      _ doctor: String = "true", own: String? = nil, of commit: CommitID? = nil, bootstrap: [String] = []
    ) async throws -> GateVerdict {
      try await gate(doctor, own: own, of: commit) {
        $0.copy = copy
        $0.bootstrap = bootstrap
      }
    }
    #expect(try await verdict() == .pass(cached: false))
    #expect(try await verdict() == .pass(cached: true))
    let sameTree = try await fixture.commit([:], on: commit)
    #expect(try await verdict(of: sameTree) == .pass(cached: true))
    let otherTree = try await fixture.commit(["README": "x\n"], on: commit)
    #expect(try await verdict(of: otherTree) == .pass(cached: false))
    #expect(try await verdict("true ") == .pass(cached: false))
    #expect(try await verdict(own: "true #") == .pass(cached: false))
    #expect(try await verdict(bootstrap: ["true"]) == .pass(cached: false))
    try fixture.git.write(".env", "2\n")
    #expect(try await verdict() == .pass(cached: false))
    #expect(try await verdict() == .pass(cached: true))
  }

  @Test func redIsNeverReused() async throws {
    let doctor = "echo x >> $OUT/count; test -e $OUT/green"
    #expect(try failure(try await gate(doctor)).exit == 1)
    #expect(try failure(try await gate(doctor)).exit == 1)
    try fixture.git.write("../green", "")
    #expect(try await gate(doctor) == .pass(cached: false))
    #expect(try await gate(doctor) == .pass(cached: true))
    #expect(try await fixture.read("count") == "x\nx\nx")
  }

  @Test func cancellationEndsTheDoctorAndRemovesTheCheckout() async throws {
    try fixture.makeFIFO("event")
    let lander = try fixture.lander(doctor: "setsid sleep 1000 & echo $! > $OUT/event; wait")
    let order = try order()
    let gate = Task { try await lander.gate(order) }
    let pid = try #require(Int32(try await fixture.read("event")))
    let sleeper = try #require(ProcessTable.identity(of: pid))
    gate.cancel()
    await #expect(throws: CancellationError.self) { try await gate.value }
    #expect(!ProcessTable.isAlive(sleeper))
    try await expectNothingLeft()
  }

  @Test func whatAKilledGateLeftIsCleared() async throws {
    let request = WorktreeRequest(
      name: "\(fixture.run)--gate", path: checkout.string, base: try ObjectID(commit), lockReason: "test")
    _ = try await fixture.administration.perform { try $0.addWorktree(request) }
    try fixture.git.write("../trees/.gate/README", "half\n")
    try fixture.git.write("../trees/.gate/rubbish", "rubbish\n")
    let text = try await fixture.shell(
      "ORCHESTRATE_NONCE='\(nonce)' setsid sleep 1000 < /dev/null > /dev/null 2>&1 & echo $!")
    let pid = try #require(Int32(text))
    let sleeper = try #require(ProcessTable.identity(of: pid))
    #expect(try await gate("test ! -e rubbish && grep -q hello README") == .pass(cached: false))
    #expect(!ProcessTable.isAlive(sleeper))
    try await expectNothingLeft()
  }

  @Test func aGateThatCannotBePreparedLeavesNothing() async throws {
    try fixture.git.write("file", "no directory\n")
    let home = fixture.git.root.appending("file").appending("home")
    await #expect(throws: (any Error).self) { try await gate("true") { $0.home = home } }
    try await expectNothingLeft()
  }

  @Test func aCopyNeverReplacesWhatWasCommitted() async throws {
    let file = try await fixture.commit(["config": "a file\n"], on: commit)
    try fixture.git.write("config/local", "below a directory\n")
    let verdict = try await gate("grep -q 'a file' config", of: file) {
      $0.copy = CheckoutCopy(source: fixture.git.root, patterns: ["config/*"].compactMap { Glob($0) })
    }
    #expect(verdict == .pass(cached: false))
    try await expectNothingLeft()
  }
}
