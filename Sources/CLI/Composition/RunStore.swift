import Journal
import Orchestration
import SystemPackage

/// A run on disk: its files, its records and the state that they fold to.
struct RunStore {
  let directory: RunDirectory
  let records: [EventRecord]
  let state: RunState

  /// Reads a run without taking any lock.
  init(_ directory: RunDirectory) throws {
    self.directory = directory
    records = try JournalReader.read(directory.journal).records
    state = try RunState(replaying: records)
  }

  /// The tasks as they were frozen for the run.
  func spec(_ task: TaskID) throws -> TaskSpec { try directory.frozenSpec(of: task) }

  /// Resting, but not finished: `resume` would go on with it.
  var isUnfinished: Bool { state.status != .finished }
}

extension RunDirectory {
  func frozenSpec(of task: TaskID) throws -> TaskSpec {
    guard let spec = try JSONFile.read(TaskSpec.self, from: self.task(task).spec, limit: 4 << 20) else {
      throw Failure("run \(id) has no task \(task)", code: .configuration)
    }
    return spec
  }

  func freeze(_ spec: TaskSpec) throws { try JSONFile.write(spec, to: task(spec.id).spec) }
}

extension StateDirectory {
  /// The run that a command means: the one named, or the latest.
  func run(named name: String) throws -> RunDirectory {
    if name == "latest" {
      guard let latest = try latestRun else {
        throw Failure("there is no run yet", hint: "start one: 'git orchestrate run'", code: .configuration)
      }
      return latest
    }
    guard let id = RunID(name), let run = try runs().first(where: { $0.id == id }) else {
      throw Failure(
        "there is no run \(name)", hint: "'git orchestrate runs' lists them", code: .configuration)
    }
    return run
  }
}
