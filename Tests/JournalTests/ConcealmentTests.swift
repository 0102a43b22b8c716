import FoundationEssentials
import Testing

@testable import Journal

@Suite struct ConcealmentTests {
  @Test(arguments: ["s3cret", #"with "quotes", a \ and a / "#, "two\nlines", "s3cret and more"])
  func whatIsHiddenComesBack(value: String) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("order.json")
    let text = ["command": "X=\(value) make", "again": value, "other": "s3cret"]
    let concealment = Concealment(["A": value, "B": "s3cret"])
    try JSONFile.write(text, to: path, hiding: concealment)
    let written = try #require(try JSONFile.read([String: String].self, from: path))
    #expect(!written.values.contains { $0.contains(value) || $0.contains("s3cret") })
    #expect(try JSONFile.read([String: String].self, from: path, revealing: concealment) == text)
  }
}
