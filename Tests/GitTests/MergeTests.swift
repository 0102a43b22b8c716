import TestSupport
import Testing

@testable import Git

/// The files of a commit: path to mode and text.
typealias Files = [String: (mode: String, text: String)]

/// Three commits, a fork, made in one go.
struct Fork: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let base: [String: String]
  let ours: [String: String]
  let theirs: [String: String]
  /// Whether both git and we must find it clean; nil where we may be more careful than git.
  let isClean: Bool?

  init(
    _ name: String, _ base: [String: String], _ ours: [String: String], _ theirs: [String: String],
    clean: Bool? = true
  ) {
    (testDescription, self.base, self.ours, self.theirs, isClean) = (name, base, ours, theirs, clean)
  }
}

private func lines(_ word: String, _ count: Int = 12, changing changes: [Int: String] = [:]) -> String {
  (1...count).map { changes[$0] ?? "\(word) line \($0)" }.joined(separator: "\n") + "\n"
}

extension GitFixture {
  /// Makes commits `<name>/base`, `<name>/ours` and `<name>/theirs` through `git fast-import`.
  func fork(_ name: String, base: Files, ours: Files, theirs: Files) -> String {
    commit("\(name)/base", base, parent: nil)
      + commit("\(name)/ours", ours, parent: "\(name)/base")
      + commit("\(name)/theirs", theirs, parent: "\(name)/base")
  }

  func commit(_ branch: String, _ files: Files, parent: String?) -> String {
    var stream = "commit refs/heads/\(branch)\ncommitter C <c@example.com> 1700000000 +0000\n"
    stream += "data \(branch.utf8.count)\n\(branch)\n"
    if let parent { stream += "from refs/heads/\(parent)\ndeleteall\n" }
    for (path, file) in files.sorted(by: { $0.key < $1.key }) {
      stream += "M \(file.mode) inline \(path)\ndata \(file.text.utf8.count)\n\(file.text)\n"
    }
    return stream + "\n"
  }

  func importing(_ stream: String) async throws {
    try await git(["fast-import", "--quiet"], input: Array(stream.utf8))
  }

  /// What the real git makes of a merge: the tree, or nil for a conflict.
  func gitMerge(_ name: String) async throws -> String? {
    let result = try await run(["merge-tree", "--write-tree", "\(name)/ours", "\(name)/theirs"])
    return result.status == 0 ? result.output : nil
  }
}

struct MergeTests {
  static let forks: [Fork] = [
    Fork("nothing in common", ["a": "1\n"], ["a": "1\n", "b": "2\n"], ["a": "1\n", "c": "3\n"]),
    Fork("the same change", ["a": "1\n"], ["a": "2\n"], ["a": "2\n"]),
    Fork(
      "far apart in one file", ["a": lines("a")], ["a": lines("a", changing: [2: "ours"])],
      ["a": lines("a", changing: [11: "theirs"])]),
    Fork(
      "one line twice", ["a": lines("a")], ["a": lines("a", changing: [5: "ours"])],
      ["a": lines("a", changing: [5: "theirs"])], clean: false),
    Fork(
      "changed and deleted", ["a": "1\n", "b": "1\n"], ["a": "2\n", "b": "1\n"], ["b": "1\n"], clean: false),
    Fork("both add alike", ["a": "1\n"], ["a": "1\n", "b": "2\n"], ["a": "1\n", "b": "2\n"]),
    Fork("both add", ["a": "1\n"], ["a": "1\n", "b": "2\n"], ["a": "1\n", "b": "3\n"], clean: false),
    Fork(
      "renamed and edited", ["old": lines("x"), "k": "k"], ["new": lines("x"), "k": "k"],
      ["old": lines("x", changing: [3: "edit"]), "k": "k"]),
    Fork(
      "renamed with an edit and edited", ["old": lines("x"), "k": "k"],
      ["new": lines("x", changing: [12: "ours"]), "k": "k"],
      ["old": lines("x", changing: [3: "edit"]), "k": "k"]),
    Fork(
      "renamed twice", ["old": lines("x"), "k": "k"], ["one": lines("x"), "k": "k"],
      ["two": lines("x"), "k": "k"], clean: false),
    Fork(
      "renamed and deleted", ["old": lines("x"), "k": "k"], ["new": lines("x"), "k": "k"], ["k": "k"],
      clean: false),
    Fork(
      "a directory renamed, a file added to it", ["a/1": lines("1"), "a/2": lines("2")],
      ["b/1": lines("1"), "b/2": lines("2")], ["a/1": lines("1"), "a/2": lines("2"), "a/new": "new\n"],
      clean: false),
    Fork(
      "a file added to a directory, which was renamed", ["a/1": lines("1"), "a/2": lines("2")],
      ["a/1": lines("1"), "a/2": lines("2"), "a/new": "new\n"], ["b/1": lines("1"), "b/2": lines("2")],
      clean: false),
    Fork(
      "a deep directory renamed", ["p/a/x/1": lines("1"), "k": "k"], ["p/b/x/1": lines("1"), "k": "k"],
      ["p/a/x/1": lines("1"), "p/a/y/new": "new\n", "k": "k"], clean: false),
    Fork(
      "a file moved out of a directory that stays", ["a/1": lines("1"), "a/2": lines("2")],
      ["b/1": lines("1"), "a/2": lines("2")], ["a/1": lines("1"), "a/2": lines("2"), "a/new": "new\n"]),
    Fork(
      "a directory deleted, a file added to it", ["a/1": lines("1"), "k": "k"], ["k": "k"],
      ["a/1": lines("1"), "a/new": "new\n", "k": "k"]),
    Fork(
      "a file and a directory", ["k": "k"], ["k": "k", "x": "1\n"], ["k": "k", "x/y": "2\n"], clean: false),
    Fork(
      "a file becomes a directory", ["x": "1\n", "k": "k"], ["x/y": "2\n", "k": "k"],
      ["x": "1\n", "k": "changed"]),
    Fork(
      "the last file of a directory", ["a/b/c": "1\n", "k": "k"], ["k": "k"], ["a/b/c": "1\n", "k": "2"]),
    Fork(
      "their deletion empties a directory", ["a/b/c": "1\n", "k": "k"], ["a/b/c": "1\n", "k": "2"], ["k": "k"]
    ),
    Fork("everything deleted on one side", ["a": "1\n"], ["a": "1\n"], [:]),
  ]

  @Test(arguments: forks)
  func agreesWithGit(fork: Fork) async throws {
    let fixture = try await GitFixture()
    func files(_ texts: [String: String]) -> Files { texts.mapValues { (mode: "100644", text: $0) } }
    try await fixture.importing(
      fixture.fork("f", base: files(fork.base), ours: files(fork.ours), theirs: files(fork.theirs)))
    let (outcome, tree) = try await merge("f", in: fixture)
    switch outcome {
    case .clean(let merged):
      #expect(merged.hex == tree)
      #expect(fork.isClean != false)
    case .conflict(let conflict):
      #expect(fork.isClean != true)
      #expect(!conflict.paths.isEmpty)
    }
    if fork.isClean == true { #expect(tree != nil, "git finds a conflict") }
  }

  private func merge(_ name: String, in fixture: GitFixture) async throws -> (MergeOutcome, git: String?) {
    let repository = try fixture.repository()
    let ours = try repository.resolve(revision: "\(name)/ours").orThrow()
    let theirs = try repository.resolve(revision: "\(name)/theirs").orThrow()
    return (try repository.merge(ours: ours, theirs: theirs), try await fixture.gitMerge(name))
  }

  @Test func aConflictCarriesOurSideAndEverythingElse() async throws {
    let fixture = try await GitFixture()
    try await fixture.importing(
      fixture.fork(
        "f", base: ["a": ("100644", lines("a")), "dir/gone": ("100644", "x")],
        ours: ["a": ("100644", lines("a", changing: [5: "tip edit"])), "dir/gone": ("100644", "x")],
        theirs: ["a": ("100644", lines("a", changing: [5: "task edit"])), "new": ("100755", "n")]))
    guard case .conflict(let conflict) = try await merge("f", in: fixture).0 else {
      Issue.record("merged cleanly")
      return
    }
    #expect(conflict.paths == [GitPath("a")])
    let listing = try await fixture.git("ls-tree", "-r", conflict.carried.hex)
    let ours = try await fixture.git("rev-parse", "f/ours:a")
    let new = try await fixture.git("rev-parse", "f/theirs:new")
    #expect(listing == "100644 blob \(ours)\ta\n100755 blob \(new)\tnew")
    let text = try #require(conflict.hunks.first?.text)
    #expect(conflict.hunks.map(\.path) == [GitPath("a")])
    #expect(text.contains("<<<<<<< tip\ntip edit\n=======\ntask edit\n>>>>>>> task\n"))
  }

  @Test func manyRenamesAreFollowed() async throws {
    let fixture = try await GitFixture()
    let names = (0..<1500).map { "\($0)" }
    func files(_ directory: String, _ changes: [Int: String] = [:]) -> Files {
      Dictionary(
        uniqueKeysWithValues: names.map { name in
          ("\(directory)/\(name)", (mode: "100644", text: lines("file \(name)", 8, changing: changes)))
        })
    }
    try await fixture.importing(
      fixture.fork("f", base: files("a"), ours: files("b", [1: "renamed"]), theirs: files("a", [8: "edited"]))
    )
    let (outcome, tree) = try await merge("f", in: fixture)
    #expect(outcome == .clean(try ObjectID(hex: tree.orThrow()).orThrow()))
  }

  @Test func aCrissCrossIsMergedFromBothBases() async throws {
    let fixture = try await GitFixture()
    for (name, text) in [("base", lines("x")), ("one", lines("x", changing: [1: "one"]))] {
      try fixture.write("x", text)
      try await fixture.commit(name)
    }
    try await fixture.git("switch", "-q", "-c", "other", "HEAD~1")
    try fixture.write("x", lines("x", changing: [12: "two"]))
    try await fixture.commit("two")
    try await fixture.git("branch", "two")
    try await fixture.git("merge", "-q", "-m", "join", "main")
    try fixture.write("x", lines("x", changing: [1: "one", 12: "two", 6: "theirs"]))
    try await fixture.commit("theirs")
    try await fixture.git("branch", "f/theirs")
    try await fixture.git("switch", "-q", "main")
    try await fixture.git("merge", "-q", "-m", "join", "two")
    try fixture.write("y", "ours\n")
    try await fixture.commit("ours")
    try await fixture.git("branch", "f/ours")
    let (outcome, tree) = try await merge("f", in: fixture)
    #expect(outcome == .clean(try ObjectID(hex: tree.orThrow()).orThrow()))
  }

  @Test func aFastForwardIsTheOtherTree() async throws {
    let fixture = try await GitFixture()
    try await fixture.commit("first")
    let first = try await fixture.id("HEAD")
    try fixture.write("a", "1")
    try await fixture.commit("second")
    let second = try await fixture.id("HEAD")
    let repository = try fixture.repository()
    let tree = try repository.tree(of: second)
    #expect(try repository.merge(ours: first, theirs: second) == .clean(tree))
    #expect(try repository.merge(ours: second, theirs: first) == .clean(tree))
  }

  @Test(arguments: [1, 2])
  func neverDiffersSilentlyFromGit(seed: UInt64) async throws {
    let fixture = try await GitFixture()
    var random = RandomForks(seed: seed)
    var stream = ""
    for number in 0..<120 {
      let (base, ours, theirs) = random.next()
      stream += fixture.fork("\(number)", base: base, ours: ours, theirs: theirs)
    }
    try await fixture.importing(stream)
    var (clean, careful) = (0, 0)
    for number in 0..<120 {
      let (outcome, tree) = try await merge("\(number)", in: fixture)
      switch outcome {
      case .clean(let merged):
        clean += 1
        #expect(merged.hex == tree, "seed \(seed), fork \(number)")
      case .conflict: careful += tree == nil ? 0 : 1
      }
    }
    // Otherwise a merge that reports nothing but conflicts would pass.
    #expect(clean > 30 && careful < clean / 4, "clean \(clean), more careful than git \(careful)")
  }
}

/// Forks with random edits, renames, moves of directories, mode changes, and files that meet directories.
private struct RandomForks {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> (base: Files, ours: Files, theirs: Files) {
    var base: Files = [:]
    for name in ["a/1", "a/2", "a/x/3", "b/1", "b/2", "c", "d", "e/f/g"] where number(5) > 0 {
      base[name] = ("100644", lines(name, 6 + number(14)))
    }
    base["keep"] = ("100644", lines("keep", 20))
    return (base, changed(base), changed(base))
  }

  private mutating func changed(_ base: Files) -> Files {
    var files = base
    for _ in 0...number(3) { change(&files) }
    return files
  }

  private mutating func change(_ files: inout Files) {
    let names = files.keys.sorted()
    guard !names.isEmpty else { return }
    let name = names[number(names.count)]
    guard let file = files[name] else { return }
    switch number(11) {
    case 0...3: files[name]?.text = edited(file.text)
    case 4: files[name] = nil
    case 5: move(name, to: "moved/\(number(3))", edit: false, &files)
    case 6: move(name, to: "b/moved\(number(2))", edit: true, &files)
    case 7:
      let (from, to) = ([("a/", "z/"), ("b/", "a/"), ("a/x/", "a/y/")])[number(3)]
      for name in names where name.hasPrefix(from) {
        move(name, to: to + name.dropFirst(from.count), edit: false, &files)
      }
    case 8:
      place(
        ("100644", lines("new \(number(3))", 3)), at: ["a/new", "b/new", "a/x/new", "n"][number(4)], &files)
    case 9: files[name]?.mode = "100755"
    default: place(("100644", "in the way\n"), at: ["a", "c/sub", "e"][number(3)], &files)
    }
  }

  private mutating func move(_ name: String, to target: String, edit: Bool, _ files: inout Files) {
    guard var file = files.removeValue(forKey: name) else { return }
    if edit { file.text = edited(file.text) }
    place(file, at: target, &files)
  }

  /// Puts a file where it stands, removing what cannot stand beside it.
  private func place(_ file: (mode: String, text: String), at path: String, _ files: inout Files) {
    files = files.filter { !$0.key.hasPrefix(path + "/") && !path.hasPrefix($0.key + "/") }
    files[path] = file
  }

  private mutating func edited(_ text: String) -> String {
    var lines = text.split(separator: "\n").map(String.init)
    for _ in 0...number(3) where !lines.isEmpty {
      let line = number(lines.count)
      switch number(4) {
      case 0: lines.insert("inserted \(number(4))", at: line)
      case 1: lines.remove(at: line)
      default: lines[line] = "edited \(number(6))"
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// SplitMix64: small, and the same everywhere.
  private mutating func number(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((word ^ (word >> 31)) % UInt64(limit))
  }
}
