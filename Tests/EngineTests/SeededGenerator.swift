/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for the same seed on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// Numbers that depend on what they are for and on nothing that happened before.
  init(seed: UInt64, for purpose: String) { state = seed ^ fnv(purpose) }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}

/// Fowler-Noll-Vo 1a, 64 bits.
func fnv(_ text: String, from basis: UInt64 = 0xCBF2_9CE4_8422_2325) -> UInt64 {
  text.utf8.reduce(basis) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}

/// An object id of 40 hexadecimal digits that depends on the text alone.
func objectID(of text: String) -> String {
  [UInt64(1), 2, 3].map { salt in
    let hex = String(fnv(text, from: 0xCBF2_9CE4_8422_2325 ^ salt), radix: 16)
    return String(repeating: "0", count: 16 - hex.count) + hex
  }.joined().prefix(40).description
}
