import Configuration
import Orchestration
import YAML

/// One task on a page.
struct TaskSheet {
  let lines: [String]

  init(_ task: LoadedTask, row: TaskRow) {
    let spec = task.spec
    let fields: [(String, String?)] = [
      ("folder", task.folder), ("description", spec.description.isEmpty ? nil : spec.description),
      (
        "after",
        spec.dependencies.isEmpty ? nil : spec.dependencies.map(\.description).joined(separator: ", ")
      ),
      ("locks", row.claims), ("other", row.other.isEmpty ? nil : row.other.joined(separator: ", ")),
      ("agent", row.agent), ("model", spec.model), ("command", spec.command), ("doctor", row.doctor),
      ("estimate", "\(spec.estimatedMinutes) minutes"), ("landed", row.commit?.description),
      ("fingerprint", spec.fingerprint.description),
    ]
    var lines = ["\(spec.id) \(spec.name)"]
    for case (let name, let value?) in fields {
      let padding = String(repeating: " ", count: 13 - name.count)
      lines.append(visible("  \(name)\(padding)\(value)"))
    }
    lines.append("")
    lines += spec.prompt.split(separator: "\n", omittingEmptySubsequences: false).map { visible(String($0)) }
    self.lines = lines
  }
}
