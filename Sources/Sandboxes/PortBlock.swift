/// The ports that a slot may use: a block of 100 below those which Linux gives out by itself (32768 and up).
///
/// Within a repository no two slots share one. Where the first begins follows from the repository's place, so that
/// two repositories at work on one machine seldom meet.
package enum PortBlock {
  /// The slot of gates: behind those of the most attempts that a configuration may ask for.
  package static let gateSlot = 64

  private static let first = 10_000
  private static let size = 100
  private static let count = 220

  /// The lowest port of a slot's block.
  package static func base(slot: Int, repository: String) -> Int {
    // FNV-1a: the same on every machine and in every process.
    let hash = repository.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    let block = (Int(hash % UInt64(count)) + slot) % count
    return first + block * size
  }
}
