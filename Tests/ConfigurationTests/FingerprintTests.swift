import Orchestration
import Testing

@testable import Configuration

@Suite struct FingerprintTests {
  private func fingerprint(
    _ manifest: String, file: String = "manifest.json", spec: String = "Do it."
  ) throws
    -> Fingerprint
  {
    let tasks = try TaskDirectory()
    try tasks.write("1-x/" + file, manifest)
    try tasks.write("1-x/spec.md", spec)
    return try #require(try tasks.load().tasks.first?.spec.fingerprint)
  }

  @Test(arguments: [
    (#"{"verify": {"doctor": "x"}, "id": "1"}"#, "manifest.json"),
    ("id: '1'\nverify:\n  doctor: x # why\n", "manifest.yaml"),
    (
      #"{"id": "1", "verify": {"doctor": "x"}, "locks": {"writes": ["api"]}, "files": {"reads": ["a"]}}"#,
      "manifest.json"
    ),
    (#"{"id": "1", "verify": {"doctor": "x"}, "tdd_mode": "off", "model": null}"#, "manifest.json"),
  ])
  func spellingAndClaimsDoNotCount(manifest: String, file: String) throws {
    let plain = try fingerprint(#"{"id": "1", "verify": {"doctor": "x"}}"#)
    #expect(try fingerprint(manifest, file: file) == plain)
  }

  @Test func everythingElseCounts() throws {
    var seen: Set<Fingerprint> = []
    let manifests = [
      "", #", "name": "y""#, #", "description": "y""#, #", "estimated_minutes": 5"#,
      #", "test_paths": ["y"]"#,
      #", "affected_tests": ["y"]"#, #", "verify": {"fast": "y"}"#, #", "verify": {"lint": "y"}"#,
      #", "agent": "mine""#,
      #", "model": "y""#, #", "command": "y""#, #", "max_retries": 5"#, #", "timeout_minutes": 5"#,
    ]
    for manifest in manifests { seen.insert(try fingerprint(#"{"id": "1""# + manifest + "}")) }
    seen.insert(try fingerprint(#"{"id": "1"}"#, spec: "Do it!"))
    seen.insert(try fingerprint(#"{"id": "2"}"#))
    #expect(seen.count == manifests.count + 2)
  }

  /// Landed tasks are recognised by it in other clones and by later versions, so it must never change by itself.
  @Test func whatIsHashedIsFixed() throws {
    let tasks = try TaskDirectory()
    try tasks.write("1/manifest.json", #"{"id": "1", "name": "n", "verify": {"fast": "f"}}"#)
    try tasks.write("1/spec.md", "a\n\"é\"")
    let loaded = try loadTasks(directory: tasks.path, config: testConfig) {
      String(decoding: $0, as: UTF8.self)
    }
    #expect(
      loaded.tasks.first?.spec.fingerprint.description
        == #"{"manifest": {"id": "1", "name": "n", "verify.fast": "f"}, "spec": "a\n\"é\""}"#)
  }
}

@Suite struct TrustedTextTests {
  private func trusted(_ manifest: String, _ config: LoadedConfig) throws -> TrustedText {
    let tasks = try TaskDirectory()
    try tasks.add("1", manifest)
    return TrustedText(config: config, tasks: try tasks.load().tasks)
  }

  @Test func commandsOfTheConfigurationNeedNoSecondTrust() throws {
    let config = try load("doctor: make test\nlint: make lint")
    let text = try trusted(
      #""id": "1", "command": "rm", "verify": {"doctor": "make test", "lint": "make lint", "fast": "make fast"}"#,
      config)
    #expect(
      text.commands.map { "\($0.task) \($0.key) \($0.text)" } == ["1 command rm", "1 verify.fast make fast"])
    #expect(text.configuration == Array("doctor: make test\nlint: make lint".utf8))
  }

  @Test func movingTextBetweenPartsChangesTheBytes() throws {
    let empty = try load("")
    let one = try trusted(#""id": "1", "command": "a", "verify": {"fast": "b"}"#, empty)
    let other = try trusted(#""id": "1", "command": "ab""#, empty)
    let third = try trusted(#""id": "1", "verify": {"fast": "a", "lint": "b"}"#, empty)
    let commented = try trusted(#""id": "1", "command": "a", "verify": {"fast": "b"}"#, load("#"))
    #expect(Set([one, other, third, commented].map(\.bytes)).count == 4)
  }
}
