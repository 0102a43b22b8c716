import Testing

@testable import Orchestration

@Suite struct RepositoryPathTests {
  @Test func everyByteSurvivesQuoting() {
    for byte in UInt8.min...UInt8.max {
      for bytes in [[byte], [97, byte], [byte, 98], [byte, byte], [34, byte, 34], [0xC3, byte]] {
        let path = RepositoryPath(bytes: bytes)
        #expect(RepositoryPath(quoted: path.description) == path, "\(bytes)")
      }
    }
  }

  @Test func everyPairOfBytesHasItsOwnText() {
    var seen: Set<[UInt8]> = []
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max {
        let path = RepositoryPath(bytes: [first, second])
        seen.insert(Array(path.description.utf8))
        #expect(RepositoryPath(quoted: path.description) == path)
      }
    }
    #expect(seen.count == 65_536)
  }

  @Test(arguments: [
    ("src/a b.swift", "src/a b.swift"),
    ("grün/日本", "grün/日本"),
    ("a\"b", "\"a\\042b\""),
    ("a\\b", "\"a\\134b\""),
    ("a\nb", "\"a\\012b\""),
  ])
  func plainUnlessAmbiguous(_ path: String, _ text: String) {
    #expect(RepositoryPath(path).description == text)
  }

  @Test func invalidEncodingIsShownInOctal() {
    #expect(RepositoryPath(bytes: [0x61, 0xFF]).description == "\"a\\377\"")
  }

  @Test(arguments: ["\"\\\"", "\"\\4\"", "\"\\999\"", "\"\\777\"", "\"\\n\""])
  func refusesBrokenEscapes(_ text: String) {
    #expect(RepositoryPath(quoted: text) == nil)
  }

  @Test func ordersByBytes() {
    #expect(RepositoryPath("a/b") < RepositoryPath("a0"))
    #expect(RepositoryPath("a") < RepositoryPath(bytes: [0x61, 0xFF]))
  }
}
