import Orchestration
import SystemPackage

/// Everything that went wrong in a run, each with its reason, the end of its output and what to do.
struct FailureDigest: Sendable {
  struct Item: Hashable, Encodable, Sendable {
    var time: Timestamp
    var task: TaskID?
    var attempt: Int?
    var what: String
    var log: String?
  }

  let items: [Item]

  init(_ records: [EventRecord]) {
    items = records.compactMap { record in
      FailureDigest.describe(record.event).map { what, log in
        Item(time: record.time, task: record.task, attempt: record.entry.attempt, what: what, log: log)
      }
    }
  }

  private static func describe(_ event: Event) -> (what: String, log: String?)? {
    switch event {
    case .attemptFinish(.passed), .attemptFinish(.stopped): nil
    case .attemptFinish(let outcome): ("attempt \(outcome.words)", outcome.log)
    case .gateFail(let red): ("the gate says no: \(red.failure.words)", red.failure.log)
    case .gateFlaky(let red): ("the gate is flaky: \(red.failure.words)", red.failure.log)
    case .mergeConflict(let conflict): ("conflicts in \(conflict.paths.words)", nil)
    case .baseRed(let red): ("base is red: \(red.words)", red.log)
    case .runPause(let reason): ("the run paused: \(reason.words)", nil)
    // Their output stood with the attempt or the gate before them.
    case .taskFail(let reason): ("given up: \(reason.words)", nil)
    case .taskReview(let reason): ("needs you: \(reason.words)", nil)
    default: nil
    }
  }

  /// The items as paragraphs.
  ///
  /// - Parameter end: the last lines of a log.
  func lines(report: StatusReport, palette: Palette, end: (FilePath) -> [String]) -> [String] {
    var lines: [String] = []
    for item in items {
      let subject = item.task.map { "\(report.names.title($0)) " } ?? ""
      let what = item.attempt.map { item.what.replacingFirst("attempt", with: "attempt \($0)") } ?? item.what
      lines.append(palette.paint("\(report.time.clock(item.time)) \(subject)\(what)", .bold))
      guard let log = item.log else { continue }
      lines += end(FilePath(log)).map { "  | \($0)" }
      lines.append("  all of it: \(log.onOneLine)")
    }
    for record in report.state.records where record.state.isGivenUp {
      lines += ["", palette.paint("what to do about \(report.names.title(record.id)):", .yellow)]
      lines += report.nextSteps(for: record).map { "  \($0)" }
    }
    return lines
  }
}

extension String {
  fileprivate func replacingFirst(_ word: String, with other: String) -> String {
    hasPrefix(word) ? other + dropFirst(word.count) : self
  }
}
