import Testing

@testable import Orchestration

/// A valid id, or a failed test.
func id(_ text: String) throws -> TaskID { try #require(TaskID(text)) }

func ids(_ texts: String...) throws -> [TaskID] { try texts.map(id) }

func glob(_ text: String) throws -> Glob { try #require(Glob(text)) }

func spec(_ text: String, after dependencies: String...) throws -> TaskSpec {
  var task = TaskSpec(id: try id(text), name: "task", prompt: "", fingerprint: Fingerprint("0"))
  task.dependencies = try dependencies.map(id)
  return task
}

func resource(_ name: String, _ globs: String...) throws -> Resource {
  Resource(name: ResourceName(name), paths: try globs.map(glob))
}

func claims(reads: [String] = [], writes: [String] = []) -> Claims {
  Claims(reads: reads.map { ResourceName($0) }, writes: writes.map { ResourceName($0) })
}

/// Tasks without dependencies, as a view: what each one's standing is and what it claims.
struct Scene {
  var view: SchedulingView

  init(
    slots: Int = 8, hold: WaitReason? = nil, policy: SchedulePolicy = .rolling,
    _ tasks: [(String, Standing, Claims)]
  ) throws {
    view = SchedulingView(
      graph: try TaskGraph(tasks.map { try spec($0.0) }), entries: [:], freeSlots: slots, hold: hold,
      policy: policy)
    for (name, standing, claims) in tasks {
      view.entries[try id(name)] = .init(standing, Workload(claims: claims, minutes: 10))
    }
  }

  mutating func set(_ name: String, _ standing: Standing) throws {
    view.entries[try id(name)]?.standing = standing
  }
}

extension [Decision] {
  var starts: [String] { compactMap { if case .start(let id) = $0 { id.description } else { nil } } }

  /// What a person reads about each task that does not start.
  var reasons: [String: String] {
    var reasons: [String: String] = [:]
    for case .wait(let id, let reason) in self { reasons[id.description] = reason.description }
    return reasons
  }
}
