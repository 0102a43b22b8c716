import Glibc
package import Orchestration
import SystemPackage

/// The agent's side of the mailbox: asks, and waits a bounded time for the answer.
package struct AccessClient {
  package enum Outcome: Hashable, Sendable {
    case answered(AccessAnswer)
    /// No orchestrator looked into the mailbox in time; the request is taken back.
    case silence
    /// Another request of the task's waits for its answer.
    case busy
    /// Nobody is at work here who could ask.
    case outside

    package var isAnswer: Bool { if case .answered = self { true } else { false } }
  }

  private let mailbox: FilePath
  private let attempt: Int
  private let tell: (String) -> Void

  /// Nil where no attempt is around us.
  private init?(environment: [String: String], tell: @escaping (String) -> Void) {
    guard let mailbox = environment["ORCHESTRATE_MAILBOX"], !mailbox.isEmpty,
      let attempt = environment["ORCHESTRATE_ATTEMPT"].flatMap({ Int($0) })
    else { return nil }
    (self.mailbox, self.attempt, self.tell) = (FilePath(mailbox), attempt, tell)
  }

  /// How long a live orchestrator may take to say anything, seconds. It needs a fraction of one.
  package static let patience = 10
  /// So often an agent that waits is seen to be alive, seconds: the shortest `stall_minutes` is one minute.
  private static let signOfLife = 45

  /// A request that waits so many seconds for locks that others hold; nil where it is out of bounds.
  package static func request(writing globs: [Glob], because reason: String, waiting: Int) -> AccessRequest? {
    let nonce = Nonce(String(UInt64.random(in: 0 ... .max), radix: 36))
    let wait = waiting == 0 ? nil : waiting
    let request = AccessRequest(nonce: nonce, writes: globs, reason: reason, wait: wait)
    return request.isWithinBounds ? request : nil
  }

  /// Asks for the attempt that the environment names.
  ///
  /// - Parameter tell: hears what is waited for, when that is known and now and then.
  package static func ask(
    _ request: AccessRequest, environment: [String: String], tell: @escaping (String) -> Void
  ) throws -> Outcome {
    guard let client = AccessClient(environment: environment, tell: tell) else { return .outside }
    return try client.ask(request)
  }

  private func ask(_ request: AccessRequest) throws -> Outcome {
    let draft = mailbox.appending("draft-\(request.nonce)")
    try JSONFile.write(Mailbox.Letter(attempt: attempt, request: request), to: draft)
    defer { try? JSONFile.removeFile(draft) }
    // Held until the answer is there, and given up by the kernel where this process is killed.
    let letter = try FileDescriptor.open(draft, .readWrite, options: [.noFollow, .closeOnExec])
    defer { try? letter.close() }
    guard try letter.lock(draft), try isPosted(draft) else { return .busy }
    return try answer(to: request).map(Outcome.answered) ?? .silence
  }

  private func answer(to request: AccessRequest) throws -> AccessAnswer? {
    guard let file = Mailbox.answer(to: request.nonce, in: mailbox) else { return nil }
    defer { try? JSONFile.removeFile(file) }
    var wait = Patience(seconds: Self.patience)
    var news: (answer: AccessAnswer, told: Patience)?
    while !wait.isOver {
      let found = try JSONFile.read(AccessAnswer.self, from: file)
      if let found, found.isFinal { return found }
      if let found, found != news?.answer || news?.told.isOver == true {
        if news == nil { wait = Patience(seconds: (request.wait ?? 0) + Self.patience) }
        news = (found, Patience(seconds: Self.signOfLife))
        tell("\(found)")
      }
      usleep(50_000)
    }
    takeBack(request)
    return nil
  }

  private func isPosted(_ draft: FilePath) throws -> Bool {
    let wait = Patience(seconds: Self.patience)
    while !wait.isOver {
      if try post(draft) { return true }
      usleep(50_000)
    }
    return false
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
  private func takeBack(_ request: AccessRequest) {
    let file = Mailbox.request(in: mailbox)
    guard let letter = try? JSONFile.read(Mailbox.Letter.self, from: file),
      letter.request.nonce == request.nonce
    else { return }
    try? JSONFile.removeFile(file)
  }
}

extension AccessClient.Outcome: CustomStringConvertible {
  package var description: String {
    switch self {
    case .answered(let answer): answer.description
    case .busy: "another request of this task waits for its answer"
    case .silence:
      "no answer within \(AccessClient.patience) s: the orchestrator does not run; go on without it"
    case .outside: "nobody asks from here: 'access' is for an agent at work on a task"
    }
  }

  /// 0 granted, 1 denied, 4 nobody answers.
  package var exitCode: Int32 {
    switch self {
    case .answered(let answer): answer.isGranted ? 0 : 1
    case .silence, .busy, .outside: 4
    }
  }
}

/// A time to wait, from now on.
private struct Patience {
  private let end: SuspendingClock.Instant

  init(seconds: Int) { end = .now + .seconds(seconds) }

  var isOver: Bool { .now >= end }
}
