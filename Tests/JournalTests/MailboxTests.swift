import FoundationEssentials
import Glibc
import Journal
import Orchestration
import SystemPackage
import Testing

/// The agent's side is whatever it likes to put there.
@Suite struct MailboxTests {
  private let directory: TemporaryDirectory
  private let mailbox: Mailbox

  init() throws {
    directory = try TemporaryDirectory()
    mailbox = Mailbox(directory.file("mailbox"))
    try make(mailbox.directory)
  }

  private func make(_ path: FilePath) throws {
    try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
  }

  private var slot: FilePath { mailbox.directory.appending("request.json") }

  private func request(
    _ nonce: String = "abc", reason: String = "why", wait: Int? = nil
  ) throws -> AccessRequest {
    AccessRequest(nonce: Nonce(nonce), writes: [try #require(Glob("web/**"))], reason: reason, wait: wait)
  }

  /// Puts a request there; whoever asks holds what comes back.
  private func post(_ request: AccessRequest, attempt: Int = 1) throws -> FileDescriptor {
    try JSONFile.write(Mailbox.Letter(attempt: attempt, request: request), to: slot)
    return try hold(slot)
  }

  private func hold(_ path: FilePath) throws -> FileDescriptor {
    let letter = try FileDescriptor.open(path, .readWrite)
    try #require(flock(letter.rawValue, LOCK_EX | LOCK_NB) == 0)
    return letter
  }

  private func plant(_ text: String) throws -> FileDescriptor {
    try Data(text.utf8).write(to: slot.string)
    return try hold(slot)
  }

  private func isThere(_ path: FilePath) -> Bool {
    var status = stat()
    return unsafe lstat(path.string, &status) == 0
  }

  @Test func aRequestStaysUntilItIsAnswered() throws {
    #expect(mailbox.pending(attempt: 1) == nil)
    let request = try request()
    let letter = try post(request)
    defer { try? letter.close() }
    #expect(mailbox.pending(attempt: 1) == request)
    #expect(mailbox.pending(attempt: 1) == request)
    for _ in 1...2 { mailbox.answer(request, with: .denied(.protected)) }
    #expect(mailbox.pending(attempt: 1) == nil)
    let answer = mailbox.directory.appending("answer-abc.json")
    #expect(try JSONFile.read(AccessAnswer.self, from: answer) == .denied(.protected))
    #expect(try answer.mode == 0o600)
  }

  @Test func whatIsNoRequestOfThisAttemptIsTakenAway() throws {
    let secret = directory.file("secret")
    try Data("secret".utf8).write(to: secret.string)
    let much = Int.max.description + "0"
    let plants: [(String, () throws -> FileDescriptor?)] = [
      (
        "link",
        {
          try FileManager.default.createSymbolicLink(atPath: slot.string, withDestinationPath: secret.string)
          return nil
        }
      ),
      (
        "FIFO",
        {
          _ = unsafe mkfifo(slot.string, 0o600)
          return nil
        }
      ), ("large", { try plant(String(repeating: " ", count: 1 << 20)) }), ("noise", { try plant("{") }),
      ("too long a wait", { try post(try request(wait: 3601)) }),
      ("a wait of no size", { try plant(letter(wait: much)) }),
      ("no number", { try plant(letter(wait: "\"9\"")) }),
      ("less than nothing", { try post(try request(wait: -1)) }),
      ("other attempt", { try post(try request(), attempt: 2) }),
      ("nonce", { try post(try request("../../evil")) }), ("no nonce", { try post(try request("")) }),
      ("novel", { try post(try request(reason: String(repeating: "x", count: 1001))) }),
    ]
    for (name, plant) in plants {
      let held = try plant()
      defer { try? held?.close() }
      #expect(isThere(slot), "\(name)")
      #expect(mailbox.pending(attempt: 1) == nil, "\(name)")
      #expect(!isThere(slot), "\(name)")
    }
    #expect(try String(contentsOfFile: secret.string) == "secret")
  }

  private func letter(wait: String) -> String {
    #"{"attempt":1,"request":{"nonce":"abc","reason":"why","wait":\#(wait),"writes":["web/**"]}}"#
  }

  @Test func whatIsUnknownInALetterChangesNothing() throws {
    let held = try plant(letter(wait: "60,\"granted\":true,\"task\":\"002\""))
    defer { try? held.close() }
    #expect(mailbox.pending(attempt: 1) == (try request(wait: 60)))
  }

  @Test func aRequestWhoseAgentIsGoneIsTakenAway() throws {
    try post(try request(wait: 60)).close()
    #expect(isThere(slot))
    #expect(mailbox.pending(attempt: 1) == nil)
    #expect(!isThere(slot))
  }

  @Test func whoIsToldToWaitStaysInTheMailbox() throws {
    let request = try request(wait: 60)
    let letter = try post(request)
    defer { try? letter.close() }
    let answer = mailbox.directory.appending("answer-abc.json")
    for next in [AccessAnswer.waiting(.slot), .waiting(.paused)] {
      mailbox.answer(request, with: next)
      #expect(try JSONFile.read(AccessAnswer.self, from: answer) == next)
      #expect(mailbox.pending(attempt: 1) == request)
    }
    mailbox.answer(request, with: .granted(.everything))
    #expect(try JSONFile.read(AccessAnswer.self, from: answer) == .granted(.everything))
    #expect(!isThere(slot))
  }

  @Test func aDirectoryInItsPlaceIsLeftAndHarmsNobody() throws {
    try make(slot)
    #expect(mailbox.pending(attempt: 1) == nil)
  }

  @Test func anAnswerFollowsNoLink() throws {
    let secret = directory.file("secret")
    try Data("secret".utf8).write(to: secret.string)
    let answer = mailbox.directory.appending("answer-abc.json")
    try FileManager.default.createSymbolicLink(atPath: answer.string, withDestinationPath: secret.string)
    let letter = try post(try request())
    defer { try? letter.close() }
    mailbox.answer(try request(), with: .denied(.limit))
    #expect(try String(contentsOfFile: secret.string) == "secret")
    #expect(try JSONFile.read(AccessAnswer.self, from: answer) == .denied(.limit))
  }

  @Test func aLinkInPlaceOfTheMailboxLeadsNowhere() throws {
    let elsewhere = Mailbox(directory.file("elsewhere"))
    try make(elsewhere.directory)
    let theirs = elsewhere.directory.appending("request.json")
    try JSONFile.write(Mailbox.Letter(attempt: 1, request: try request()), to: theirs)
    let held = try hold(theirs)
    defer { try? held.close() }
    let link = directory.file("link")
    try FileManager.default.createSymbolicLink(
      atPath: link.string, withDestinationPath: elsewhere.directory.string)
    #expect(Mailbox(link).pending(attempt: 1) == nil)
    Mailbox(link).answer(try request(), with: .denied(.limit))
    #expect(elsewhere.pending(attempt: 1) != nil)
    #expect(!isThere(elsewhere.directory.appending("answer-abc.json")))
  }
}

extension Data {
  fileprivate func write(to path: String) throws {
    _ = FileManager.default.createFile(atPath: path, contents: self)
  }
}

extension String {
  fileprivate init(contentsOfFile path: String) throws {
    self.init(decoding: try #require(FileManager.default.contents(atPath: path)), as: UTF8.self)
  }
}
