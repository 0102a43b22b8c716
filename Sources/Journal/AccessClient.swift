import Glibc
package import Orchestration
import SystemPackage

/// The agent's side of the mailbox: asks, and waits a bounded time for the answer.
package struct AccessClient: Sendable {
  package enum Outcome: Hashable, Sendable {
    case answered(AccessAnswer)
    /// No orchestrator looked into the mailbox in time; the request is taken back.
    case silence
    /// Nobody is at work here who could ask.
    case outside

    package var isAnswer: Bool { if case .answered = self { true } else { false } }
  }

  private let mailbox: FilePath
  private let attempt: Int
  private let nonce = Nonce(String(UInt64.random(in: 0 ... .max), radix: 36))

  /// Nil where no attempt is around us.
  private init?(environment: [String: String]) {
    guard let mailbox = environment["ORCHESTRATE_MAILBOX"], !mailbox.isEmpty,
      let attempt = environment["ORCHESTRATE_ATTEMPT"].flatMap({ Int($0) })
    else { return nil }
    (self.mailbox, self.attempt) = (FilePath(mailbox), attempt)
  }

  /// How long an answer may take, seconds. A live orchestrator needs a fraction of one.
  package static let patience = 10

  /// Asks for the attempt that the environment names.
  package static func ask(
    writing globs: [Glob], because reason: String, environment: [String: String]
  ) throws -> Outcome {
    guard let client = AccessClient(environment: environment) else { return .outside }
    let request = AccessRequest(nonce: client.nonce, writes: globs, reason: reason)
    return try client.answer(to: request).map(Outcome.answered) ?? .silence
  }

  private func answer(to request: AccessRequest) throws -> AccessAnswer? {
    guard let answer = Mailbox.answer(to: nonce, in: mailbox) else { return nil }
    let draft = mailbox.appending("draft-\(nonce)")
    try JSONFile.write(Mailbox.Letter(attempt: attempt, request: request), to: draft)
    defer { try? JSONFile.removeFile(draft) }
    var isPosted = false
    for _ in 0..<(Self.patience * 20) {
      if !isPosted { isPosted = try post(draft) }
      if let found = try JSONFile.read(AccessAnswer.self, from: answer) {
        try? JSONFile.removeFile(answer)
        return found
      }
      usleep(50_000)
    }
    takeBack()
    return nil
  }

  /// False while another request stands there: one is answered at a time.
  private func post(_ draft: FilePath) throws -> Bool {
    let file = Mailbox.request(in: mailbox)
    do throws(Errno) {
      try check(
        unsafe draft.withPlatformString { from in
          unsafe file.withPlatformString { to in unsafe link(from, to) }
        })
      return true
    } catch .fileExists {
      return false
    } catch {
      throw JournalError.system(.create, file, error)
    }
  }

  /// Nobody would know that it was granted.
  private func takeBack() {
    let file = Mailbox.request(in: mailbox)
    guard let letter = try? JSONFile.read(Mailbox.Letter.self, from: file), letter.request.nonce == nonce
    else { return }
    try? JSONFile.removeFile(file)
  }
}

extension AccessClient.Outcome: CustomStringConvertible {
  package var description: String {
    switch self {
    case .answered(let answer): answer.description
    case .silence:
      "no answer within \(AccessClient.patience) s: the orchestrator does not run; go on without it"
    case .outside: "nobody asks from here: 'access' is for an agent at work on a task"
    }
  }

  /// 0 granted, 1 denied, 4 nobody answers.
  package var exitCode: Int32 {
    switch self {
    case .answered(let answer): answer.isGranted ? 0 : 1
    case .silence, .outside: 4
    }
  }
}
