import Journal
import Orchestration

extension ErrandBox {
  /// What a person should know of them: what is under way, what was cut short, and what failed.
  ///
  /// - Parameter start: a failure before it is past: the newest run began later.
  func lines(since start: Timestamp?) -> [String] {
    let open = names().compactMap(errand).map { "\($0.words), for commit \($0.commit.short)" }
    let rest =
      isBeingWorkedOff ? open : open.map { "cut short: \($0); it is taken up with the next such commit" }
    return rest + [failure(since: start)].compactMap { $0 }
  }

  /// How the last one failed.
  func failure(since start: Timestamp? = nil) -> String? {
    guard let outcome, let failure = outcome.failure, start.map({ $0 < outcome.time }) ?? true else {
      return nil
    }
    return "what commit \(outcome.commit.short) started has failed: \(failure.onOneLine) (\(log))"
  }
}
