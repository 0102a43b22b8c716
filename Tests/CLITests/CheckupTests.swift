import Configuration
import SystemPackage
import TestSupport
import Testing

@testable import CLI

struct CheckupTests {
  let project: Project

  init() async throws { project = try await Project() }

  private func checkup(at path: FilePath? = nil) async throws -> Checkup {
    let environment = try project.workspace().environment
    // The test's own directory has no orchestrate-worker beside it on every machine.
    return await Checkup(directory: (path ?? project.root).string, environment: environment)
  }

  private func failures(_ checkup: Checkup) -> [String] {
    checkup.findings.filter { $0.verdict == .fail && $0.subject != "worker" }.map(\.subject)
  }

  @Test func aFreshInitIsFine() async throws {
    try project.fixture.write("Makefile", "test:\n\ttrue\n")
    try await project.fixture.commit("makefile")
    _ = try RepositorySetup(workspace: project.workspace()).run(force: false)
    let before = try await project.picture()
    let checkup = try await checkup()
    #expect(failures(checkup) == [])
    #expect(checkup.findings.first { $0.subject == "sandbox" }?.verdict == .warn)
    #expect(checkup.findings.first { $0.subject == "doctor" }?.verdict == .ok)
    #expect(try await project.picture() == before)
  }

  @Test func whatTheDoctorLeavesBehindIsWorthAWarning() async throws {
    try project.fixture.write("Makefile", "test:\n\ttouch left\n")
    try await project.fixture.commit("makefile")
    _ = try RepositorySetup(workspace: project.workspace()).run(force: false)
    let doctor = try await checkup().findings.first { $0.subject == "doctor" }
    #expect(doctor?.verdict == .warn && doctor?.what.contains("it leaves left, which git") == true)
  }

  @Test(arguments: [
    ("worker: {sandbox: none}\n", ["doctor"]),
    ("doctor: make\nworker: {sandbox: podman}\n", ["sandbox", "trust"]),
    ("doctor: make\nworker: {sandbox: none}\nworktree_root: inside\n", ["worktrees", "trust"]),
    ("doctor: make\nworker: {sandbox: none}\nmin_free_gb: 900000\n", ["disk", "trust"]),
    ("docter: make\n", ["configuration"]),
  ])
  func eachMistakeIsNamed(text: String, subjects: [String]) async throws {
    try project.configure(text)
    let found = try await checkup()
    #expect(failures(found) == (subjects == ["doctor"] ? ["doctor", "trust"] : subjects))
  }

  @Test func outsideOfARepositoryThereIsOneAnswer() async throws {
    let found = try await checkup(at: project.fixture.directory)
    #expect(failures(found) == ["repository"])
    #expect(found.findings.last?.code == .environment)
  }

  @Test(arguments: ["config", "plan", "states", "safety", "recovery", "exit-codes"])
  func everyTopicIsExplained(name: String) throws {
    let text = try HelpTopic(named: name).text
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 110 })
  }

  @Test func aMistypedTopicIsGuessed() {
    let failure = #expect(throws: Failure.self) { try HelpTopic(named: "recovry") }
    #expect(failure?.hint == "did you mean recovery?")
  }
}
