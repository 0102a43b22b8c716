import Configuration
import Orchestration
import YAML

@testable import Planning

func digest(_ bytes: [UInt8]) -> String {
  String(
    bytes.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }, radix: 16)
}

func markdown(_ text: String) throws(Diagnostics) -> Plan {
  try Plan(markdown: text, file: "plan.md", resources: ["api", "docs", "other"], digest: digest)
}

func answer(_ text: String) throws(Diagnostics) -> Plan {
  try Plan(answer: text, file: "answer.json", digest: digest)
}

/// What is wrong, a line each: the place and the message.
func problems(_ body: () throws(Diagnostics) -> Void) -> [String] {
  do {
    try body()
    return []
  } catch {
    return error.all.map { "\($0.mark): \($0.message)" }
  }
}

/// A task with a folder, by hand where it is from no plan.
func task(_ id: String, from source: (plan: String, item: String, hash: String)?) -> LoadedTask {
  guard let taskID = TaskID(id) else { preconditionFailure("\(id) is no task id") }
  var spec = TaskSpec(id: taskID, name: "task", prompt: "Do it.", fingerprint: Fingerprint("f"))
  spec.source = source.map { PlanSource(plan: $0.plan, item: $0.item, hash: $0.hash) }
  return LoadedTask(spec: spec, folder: ".tasks/\(id)-task")
}

extension Plan.Item {
  /// Its keys as `path=value@place`.
  var keys: [String] { Node(.mapping(manifest), at: .start).flattened.sorted() }
}

extension Node {
  /// Every scalar as `path=value@place`; elements of a list have the path of the list.
  var flattened: [String] { flattened("") }

  private func flattened(_ path: String) -> [String] {
    switch content {
    case .scalar(let scalar): ["\(path)=\(scalar.text)@\(mark)"]
    case .sequence(let elements): elements.flatMap { $0.flattened(path) }
    case .mapping(let entries):
      entries.flatMap { $0.value.flattened(path.isEmpty ? $0.key : "\(path).\($0.key)") }
    }
  }
}
