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

  private func request(_ nonce: String = "abc", reason: String = "why") throws -> AccessRequest {
    AccessRequest(nonce: Nonce(nonce), writes: [try #require(Glob("web/**"))], reason: reason)
  }

  private func post(_ request: AccessRequest, attempt: Int = 1) throws {
    try JSONFile.write(Mailbox.Letter(attempt: attempt, request: request), to: slot)
  }

  private func isThere(_ path: FilePath) -> Bool {
    var status = stat()
    return unsafe lstat(path.string, &status) == 0
  }

  @Test func aRequestStaysUntilItIsAnswered() throws {
    #expect(mailbox.pending(attempt: 1) == nil)
    let request = try request()
    try post(request)
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
    let plants: [(String, () throws -> Void)] = [
      (
        "link",
        {
          try FileManager.default.createSymbolicLink(atPath: slot.string, withDestinationPath: secret.string)
        }
      ),
      ("FIFO", { _ = unsafe mkfifo(slot.string, 0o600) }),
      ("large", { try Data(count: 1 << 20).write(to: slot.string) }),
      ("noise", { try Data("{".utf8).write(to: slot.string) }),
      ("other attempt", { try post(try request(), attempt: 2) }),
      ("nonce", { try post(try request("../../evil")) }), ("no nonce", { try post(try request("")) }),
      ("novel", { try post(try request(reason: String(repeating: "x", count: 1001))) }),
    ]
    for (name, plant) in plants {
      try plant()
      #expect(isThere(slot), "\(name)")
      #expect(mailbox.pending(attempt: 1) == nil, "\(name)")
      #expect(!isThere(slot), "\(name)")
    }
    #expect(try String(contentsOfFile: secret.string) == "secret")
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
    try post(try request())
    mailbox.answer(try request(), with: .denied(.limit))
    #expect(try String(contentsOfFile: secret.string) == "secret")
    #expect(try JSONFile.read(AccessAnswer.self, from: answer) == .denied(.limit))
  }

  @Test func aLinkInPlaceOfTheMailboxLeadsNowhere() throws {
    let elsewhere = Mailbox(directory.file("elsewhere"))
    try make(elsewhere.directory)
    try JSONFile.write(
      Mailbox.Letter(attempt: 1, request: try request()), to: elsewhere.directory.appending("request.json"))
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
