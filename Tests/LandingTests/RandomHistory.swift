import Git
import Orchestration
import SystemPackage
import TestSupport
import Testing

@testable import Landing

/// Some tasks that work on the same few files, and a person who moves the branch under them.
struct RandomHistory {
  private static let files = ["a", "b", "c/d"]
  private static let lines = 40

  private let fixture: LandingFixture
  private let lander: Lander
  private var random: SeededGenerator
  /// Lines that somebody has put on the branch, by file and number.
  private var landed: [Place: String] = [:]
  private(set) var landings = 0
  /// How often a person has moved the branch.
  private var moves = 0

  private struct Place: Hashable {
    var file: String
    var line: Int
  }

  init(seed: Int) async throws {
    let text = (0..<Self.lines).map { "original \($0)\n" }.joined()
    fixture = try await LandingFixture(
      files: Dictionary(uniqueKeysWithValues: Self.files.map { ($0, text) }))
    lander = try fixture.lander(doctor: "git rev-parse HEAD >> $OUT/gated")
    random = SeededGenerator(seed: seed)
  }

  mutating func play() async throws {
    let tasks = Int.random(in: 2...8, using: &random)
    var waiting: [(id: String, commit: CommitID, edits: [Place: String])] = []
    for number in 1...tasks {
      waiting.append(try await work("\(number)"))
      if Bool.random(using: &random) { try await land(waiting.removeFirst()) }
    }
    for task in waiting { try await land(task) }
    try await check()
  }

  /// A task works at the tip of this moment and is snapshotted.
  private mutating func work(_ id: String) async throws -> (String, CommitID, [Place: String]) {
    let base = try await lander.observe().tip
    let worktree = try await fixture.worktree(id, at: base)
    let edits = edits(by: id, count: 3)
    for (path, text) in try contents(edits, at: base) { try fixture.write(path, text, in: id) }
    let snapshot = try await lander.snapshot(fixture.order(id, in: worktree, base: base))
    return (id, snapshot.commit, edits)
  }

  /// Merges, gates and lands until it has landed or conflicts.
  private mutating func land(_ task: (id: String, commit: CommitID, edits: [Place: String])) async throws {
    while true {
      let order = try fixture.mergeOrder(task.commit, fixture.spec(task.id))
      guard case .candidate(let candidate, _) = try await lander.merge(order) else { return }
      #expect(try await lander.gate(gateOrder(candidate)) == .pass(cached: false))
      let moved = Int.random(in: 0..<100, using: &random) < 30 ? try await moveBranch() : nil
      switch try await lander.land(candidate, task: fixture.task(task.id)) {
      case .landed:
        #expect(moved == nil, "landed over a person's commit")
        try await checkLanding(candidate)
        landed.merge(task.edits) { $1 }
        landings += 1
        return
      case .stale(let tip): #expect(tip == moved)
      case .checkoutDirty: throw Unexpected()
      }
    }
  }

  private func gateOrder(_ candidate: Candidate) -> GateOrder {
    GateOrder(commit: candidate.id, doctor: nil, task: nil)
  }

  /// A person commits on the tip, and touches nothing that has landed.
  private mutating func moveBranch() async throws -> CommitID {
    moves += 1
    let tip = try await lander.observe().tip
    let edits = edits(by: "person-\(moves)", count: 1).filter { landed[$0.key] == nil }
    var contents = try contents(edits, at: tip)
    contents["moves"] = "\(moves)\n"
    let commit = try await fixture.commit(contents, on: tip)
    try await fixture.git.git("update-ref", "refs/heads/integration", "\(commit)", "\(tip)")
    landed.merge(edits) { $1 }
    return commit
  }

  private mutating func edits(by who: String, count: Int) -> [Place: String] {
    var edits: [Place: String] = [:]
    for _ in 0..<count {
      let file = Self.files[Int.random(in: 0..<Self.files.count, using: &random)]
      let place = Place(file: file, line: Int.random(in: 0..<Self.lines, using: &random))
      // Whoever begins after a landing sees it, and may replace it: that would be no loss.
      if landed[place] == nil { edits[place] = "by \(who)" }
    }
    return edits
  }

  private func contents(_ edits: [Place: String], at commit: CommitID) throws -> [String: String] {
    var contents: [String: String] = [:]
    for (file, places) in Dictionary(grouping: edits.keys, by: \.file) {
      var lines = try lines(file, commit)
      for place in places { lines[place.line] = edits[place] ?? "" }
      contents[file] = lines.map { $0 + "\n" }.joined()
    }
    return contents
  }

  private func lines(_ file: String, _ commit: CommitID) throws -> [String] {
    let repository = try Repository(at: fixture.git.root.appending(".git").string)
    let entry = try repository.entry(at: GitPath(file), in: ObjectID(commit))
    guard let entry else { throw Unexpected() }
    return String(decoding: try repository.blob(entry.id), as: UTF8.self).split(separator: "\n").map(
      String.init)
  }

  private func checkLanding(_ candidate: Candidate) async throws {
    let seen = try await fixture.shell("git rev-parse integration^1 integration; tail -n 1 ../gated")
    #expect(seen == "\(candidate.base)\n\(candidate.id)\n\(candidate.id)", "what was gated is what lands")
  }

  private func check() async throws {
    for (file, places) in Dictionary(grouping: landed, by: \.key.file) {
      let lines = try await fixture.git.git("show", "integration:\(file)").split(separator: "\n").map(
        String.init)
      for (place, text) in places { #expect(lines[place.line] == text, "\(place) was reverted") }
    }
    let history = try await fixture.git.git("rev-list", "--first-parent", "--count", "main..integration")
    #expect(history == "\(landings + moves)")
    let (status, output) = try await fixture.git.run(
      ["fsck", "--strict", "--no-dangling", "--no-progress"], at: nil)
    #expect(status == 0 && output.isEmpty, "\(output)")
  }
}

@Suite(.timeLimit(.minutes(2)))
struct RandomHistoryTests {
  @Test(arguments: 0..<50)
  func whatWasGatedLandsAndStays(seed: Int) async throws {
    var history = try await RandomHistory(seed: seed)
    try await history.play()
    #expect(history.landings > 0)
  }
}
