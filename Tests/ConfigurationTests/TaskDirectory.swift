import FoundationEssentials
import Glibc
import Orchestration
import YAML

@testable import Configuration

/// A tasks directory on the disk that is gone when the test is over.
final class TaskDirectory {
  let path: String

  init() throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "tasks-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    path = directory.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file below the directory, and what it lies in.
  func write(_ name: String, _ text: String) throws {
    try write(name, bytes: Array(text.utf8))
  }

  func write(_ name: String, bytes: [UInt8]) throws {
    let file = URL(filePath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  /// A task with a spec; `manifest` is the inside of a JSON object.
  func add(_ folder: String, _ manifest: String) throws {
    try write(folder + "/manifest.json", "{\(manifest)}")
    try write(folder + "/spec.md", "Do it.\n")
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
  }

  func fifo(_ name: String) { unsafe mkfifo(path + "/" + name, 0o600) }

  func load(
    _ config: OrchestratorConfig = testConfig, satisfied: Set<TaskID> = []
  ) throws(Diagnostics) -> LoadedTasks {
    try loadTasks(directory: path, config: config, satisfied: satisfied) { bytes in
      String(
        bytes.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }, radix: 16
      )
    }
  }

  /// What is wrong, a line each, without the name of the directory.
  func problems(_ config: OrchestratorConfig = testConfig, satisfied: Set<TaskID> = []) -> [String] {
    ConfigurationTests.problems { () throws(Diagnostics) in _ = try load(config, satisfied: satisfied) }
      .map { String($0.dropFirst(".tasks/".count)) }
  }
}

/// Resources `api` and `docs`, and an agent that has something to run.
let testConfig: OrchestratorConfig = {
  var config = OrchestratorConfig()
  config.resources = ["api", "docs"].map {
    Resource(name: ResourceName($0), paths: [Glob($0 + "/**")].compactMap { $0 })
  }
  var agent = AgentDefinition()
  agent.command = "agent"
  config.agents = ["command": agent, "mine": agent]
  config.doctor = "make test"
  return config
}()
