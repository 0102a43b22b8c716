import Configuration
import FoundationEssentials
import Glibc
import Journal
import Orchestration
import SystemPackage
import TestSupport
import Testing

@testable import CLI

struct SetupTests {
  let project: Project

  init() async throws { project = try await Project() }

  private func initialize(force: Bool = false) throws -> RepositorySetup.Report {
    try RepositorySetup(workspace: project.workspace()).run(force: force)
  }

  private func uninstall() throws { try Removal(workspace: project.workspace()).removeInstallation { _ in } }

  @Test func aFirstConfigurationLoadsAndIsTrusted() async throws {
    try project.fixture.write("Package.swift", "")
    try await project.fixture.commit("package")
    let report = try initialize()
    #expect(report.proposal?.basis == ["SwiftPM"])
    let workspace = try project.workspace()
    let loaded = try workspace.configuration()
    #expect(loaded.config.doctor == "swift test")
    #expect(loaded.config.baseBranch == "main")
    #expect(loaded.config.worker.sandbox == .none)
    #expect(loaded.config.resources.map(\.name.description) == ["src", "dependencies"])
    #expect(try Trust(workspace, config: loaded, tasks: []).state() == .trusted)
    #expect(try await project.git("status", "--porcelain") == "?? .orchestrator.yaml")
    #expect(project.exists(".tasks"))
  }

  @Test func theBranchThatIsCheckedOutIsTheBase() async throws {
    try await project.git("switch", "--quiet", "--create", "trunk/on")
    _ = try initialize()
    #expect(try project.workspace().configuration().config.baseBranch == "trunk/on")
  }

  @Test func tasksStayOutOfTheStatus() async throws {
    _ = try initialize()
    try project.addTask("001")
    #expect(try await project.git("status", "--porcelain") == "?? .orchestrator.yaml")
  }

  @Test(arguments: [nil, "", "# mine\n*.log\n", "*.log", "\n\n"], ["", "later\n", "later"])
  func excludesComeOutByteForByte(before: String?, later: String) throws {
    let path = project.root.appending(".git/info/exclude").string
    try FileManager.default.removeItem(atPath: path)
    if let before { try project.fixture.write(".git/info/exclude", before) }
    _ = try initialize()
    let written = try project.text(".git/info/exclude").orThrow()
    #expect(written.split(separator: "\n").contains("/.tasks/"))
    try project.fixture.write(".git/info/exclude", written + later)
    try uninstall()
    let isOpen = before?.last.map { $0 != "\n" } ?? false
    let expected = later.isEmpty ? before : (before ?? "") + (isOpen ? "\n" : "") + later
    #expect(project.text(".git/info/exclude") == expected)
    #expect(!project.exists(".tasks"))
    #expect(project.exists(".orchestrator.yaml"))
  }

  @Test func infoIsMadeAndTakenAway() throws {
    try FileManager.default.removeItem(atPath: project.root.appending(".git/info").string)
    _ = try initialize()
    try uninstall()
    #expect(!project.exists(".git/info"))
  }

  @Test func permissionsOfTheExcludeFileStay() throws {
    let path = project.root.appending(".git/info/exclude")
    unsafe chmod(path.string, 0o640)
    _ = try initialize()
    try uninstall()
    #expect(try path.stat().mode.permissions == FilePermissions(rawValue: 0o640))
  }

  @Test func aLinkedExcludeFileIsLeftAlone() async throws {
    try FileManager.default.removeItem(atPath: project.root.appending(".git/info/exclude").string)
    try project.fixture.write("../elsewhere", "mine\n")
    unsafe symlink("../../../elsewhere", project.root.appending(".git/info/exclude").string)
    #expect(await exitStatus { _ = try initialize() } == .environment)
    #expect(project.text("../elsewhere") == "mine\n")
  }

  @Test func twiceIsOnce() async throws {
    _ = try initialize()
    let before = try await project.picture()
    let again = try initialize()
    #expect(again == RepositorySetup.Report())
    #expect(try await project.picture() == before)
    try uninstall()
    #expect(project.text(".git/info/exclude")?.contains(".tasks") == false)
  }

  @Test func aColleaguesConfigurationStaysAndHasToBeApproved() throws {
    let theirs = "version: 1\ndoctor: make theirs\ntasks_dir: plans/open\n"
    try project.configure(theirs)
    let report = try initialize()
    #expect(report.needsTrust)
    #expect(report.proposal == nil)
    #expect(report.excluded == "/plans/open/")
    #expect(project.text(".orchestrator.yaml") == theirs)
    #expect(project.exists("plans/open"))
  }

  @Test func forceKeepsWhatItReplaces() throws {
    for (number, name) in [".orchestrator.yaml.orig", ".orchestrator.yaml.orig.2"].enumerated() {
      try project.configure("version: 1\nmax_parallel: \(number + 1)\n")
      #expect(try initialize(force: true).setAside?.lastComponent?.string == name)
      #expect(project.text(name) == "version: 1\nmax_parallel: \(number + 1)\n")
    }
    #expect(try initialize(force: true).setAside == nil)
  }

  @Test func versionedTasksAreNotExcluded() async throws {
    try project.addTask("001")
    try await project.fixture.commit("tasks")
    let before = project.text(".git/info/exclude")
    #expect(try initialize().tasksAreTracked)
    #expect(project.text(".git/info/exclude") == before)
  }

  @Test func uninstallIsRefusedBesideALiveRun() async throws {
    _ = try initialize()
    let before = try await project.picture()
    let seat = try OrchestratorSeat.take(project.workspace())
    #expect(await exitStatus { try uninstall() } == .refused)
    #expect(try await project.picture() == before)
    seat?.release()
  }
}
