import FoundationEssentials
import Glibc
package import Orchestration
package import SystemPackage

/// The directory in which an agent asks for more and is answered, `tasks/<task>/mailbox`.
///
/// The agent can write there whatever it likes, so one fixed name is looked at, no link is followed, only regular
/// files of a bounded size are read, and what is not understood is taken away. Whoever waits for an answer holds the
/// flock of its request, so that nobody has to guess whether it still does.
package struct Mailbox: Hashable, Sendable {
  /// A request on its way, and the attempt whose agent made it.
  package struct Letter: Hashable, Sendable, Codable {
    package var attempt: Int
    package var request: AccessRequest

    package init(attempt: Int, request: AccessRequest) {
      self.attempt = attempt
      self.request = request
    }
  }

  package var directory: FilePath

  package init(_ directory: FilePath) { self.directory = directory }

  /// The most that a request may take, bytes.
  private static let limit = 1 << 14

  static func request(in directory: FilePath) -> FilePath { directory.appending("request.json") }

  static func answer(to nonce: Nonce, in directory: FilePath) -> FilePath? {
    let name = nonce.description
    guard (1...32).contains(name.utf8.count), name.utf8.allSatisfy(isPlain) else { return nil }
    return directory.appending("answer-\(name).json")
  }

  /// The request for whose answer somebody waits; nil where nothing does that could be one of this attempt's.
  package func pending(attempt: Int) -> AccessRequest? {
    inside { directory in
      let file = Mailbox.request(in: directory)
      let found = Result { () throws(JournalError) in
        try JSONFile.readLocked(Letter.self, from: file, limit: Mailbox.limit)
      }
      // Nothing is removed where nothing was: a request may come at this very moment.
      if case .success(nil) = found { return nil }
      if case .success(let letter?) = found, letter.attempt == attempt, letter.isSound {
        return letter.request
      }
      try? JSONFile.removeFile(file)
      return nil
    }
  }

  /// Puts the answer down, then takes the request out if no other follows. What the agent made impossible is not our concern.
  package func answer(_ request: AccessRequest, with answer: AccessAnswer) {
    inside { directory in
      guard let file = Mailbox.answer(to: request.nonce, in: directory),
        (try? JSONFile.write(answer, to: file)) != nil
      else { return }
      if answer.isFinal { try? JSONFile.removeFile(Mailbox.request(in: directory)) }
    }
  }

  /// Runs `body` on a name of the very directory, which stays what it is even when the agent moves it or puts a
  /// link in its place meanwhile; nil when it is no directory.
  private func inside<Value>(_ body: (FilePath) -> Value?) -> Value? {
    let options: FileDescriptor.OpenOptions = [.directory, .noFollow, .closeOnExec]
    guard let descriptor = try? FileDescriptor.open(directory, .readOnly, options: options) else {
      return nil
    }
    defer { try? descriptor.close() }
    return body(FilePath("/proc/self/fd/\(descriptor.rawValue)"))
  }
}

extension Mailbox.Letter {
  fileprivate var isSound: Bool {
    request.isWithinBounds && Mailbox.answer(to: request.nonce, in: "") != nil
  }
}

private func isPlain(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
  default: false
  }
}

extension RunDirectory: AccessDesk {
  package func pending(_ task: TaskID, attempt: Int) -> AccessRequest? {
    Mailbox(self.task(task).mailbox).pending(attempt: attempt)
  }

  package func answer(_ request: AccessRequest, of task: TaskID, with answer: AccessAnswer) {
    Mailbox(self.task(task).mailbox).answer(request, with: answer)
  }
}
