import Journal
import Orchestration
import SystemPackage

/// Where the output of a task's checks stands: its attempts', and the gates' that said no to it.
struct DoctorLogs {
  struct Found: Hashable {
    /// `attempt 2, doctor`
    var title: String
    var path: FilePath
  }

  let run: RunDirectory
  let records: [EventRecord]

  /// The doctor's output of an attempt, or of whatever check kept it from being asked; where no attempt is named,
  /// of the last one that has any, and the last red gate after it.
  func find(_ task: TaskID, attempt number: Int?) throws -> [Found] {
    let last = records.last { $0.task == task && $0.entry.attempt != nil }?.entry.attempt ?? 0
    if let number {
      guard let found = log(task, number) else { throw nothing(task, "attempt \(number)") }
      return [found]
    }
    var found: [Found] = []
    for number in stride(from: last, to: 0, by: -1) where found.isEmpty {
      if let newest = log(task, number) { found.append(newest) }
    }
    if let gate = gate(task) { found.append(gate) }
    if found.isEmpty { throw nothing(task, "all attempts") }
    return found
  }

  private func log(_ task: TaskID, _ number: Int) -> Found? {
    let directory = run.task(task).attempt(number)
    let check = [Check.doctor, .fast, .lint, .beforeAttempt, .bootstrap].first {
      directory.log(of: $0).isThere
    }
    return check.map { Found(title: "attempt \(number), \($0.rawValue)", path: directory.log(of: $0)) }
  }

  /// A gate that came before the last attempt has been answered by it.
  private func gate(_ task: TaskID) -> Found? {
    let since = records.lastIndex { record in
      if record.task == task, case .attemptStart = record.event { true } else { false }
    }
    for record in records[(since ?? 0)...].reversed() where record.task == task {
      switch record.event {
      case .gateFail(let red), .gateFlaky(let red):
        return Found(
          title: "gate of \(red.candidate.short), \(red.failure.check.rawValue)",
          path: FilePath(red.failure.log))
      default: continue
      }
    }
    return nil
  }

  private func nothing(_ task: TaskID, _ what: String) -> Failure {
    Failure(
      "there is no output of a check: \(task), \(what)",
      hint: "'git orchestrate logs \(task)' shows how far it came", code: .configuration)
  }
}

extension FilePath {
  fileprivate var isThere: Bool { (try? stat(followTargetSymlink: false))?.type == .regular }
}
