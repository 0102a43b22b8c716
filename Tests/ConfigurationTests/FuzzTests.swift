import Testing
import YAML

@testable import Configuration

@Suite struct FuzzTests {
  /// A mutant is a value or a list of messages with places inside the text; it never brings the program down.
  @Test func mutantsAreValuesOrDiagnostics() {
    var random = SplitMix(state: 0x5EED)
    let original = Array(everyKey.utf8)
    var accepted = 0
    for _ in 0..<2000 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...2, using: &random) { mutate(&bytes, &random) }
      do {
        let loaded = try LoadedConfig(ConfigSources(bytes: bytes))
        #expect(loaded.bytes == bytes)
        accepted += 1
      } catch {
        #expect(!error.all.isEmpty)
        let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
        #expect(error.all.allSatisfy { (1...lines).contains($0.mark.line) && $0.mark.column >= 1 })
        #expect(error.description.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0A || $0 == 0x09 })
      }
    }
    // Both outcomes must be common, or the mutations test nothing.
    #expect((100...1900).contains(accepted))
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    let index = Int.random(in: 0..<bytes.count, using: &random)
    let interesting: [UInt8] = Array("\0\t\n\r\"'[]{}:,&*!|>%@`#$-?~é\u{FEFF}\u{2028}".utf8) + [0xFF, 0xC0]
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
    case 1: bytes.insert(interesting[Int.random(in: 0..<interesting.count, using: &random)], at: index)
    case 2: bytes.remove(at: index)
    case 3: bytes.insert(contentsOf: bytes[index..<min(index + 40, bytes.count)], at: index)
    default: bytes.swapAt(index, Int.random(in: 0..<bytes.count, using: &random))
    }
  }
}

/// SplitMix64: the same numbers on every machine.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
