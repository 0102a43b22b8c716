import FoundationEssentials
package import Orchestration
package import SystemPackage

/// Follows a journal that another process writes: each look returns the records that were completed since.
///
/// A torn end is waited for: it is completed, or the next writer cuts it off. Made for files that may be hostile
/// too: anything but a regular file within the limit is refused, and never waited for.
package struct JournalTail: Sendable {
  /// A record and the offset after its line: where to go on once it has been dealt with.
  package struct Item: Hashable, Sendable {
    package var record: EventRecord
    package var end: Int
  }

  package let path: FilePath
  /// The offset after the last record that was returned, bytes.
  package private(set) var offset: Int
  private let limit: Int
  private var sequence: Int?
  private let codec = JournalLine()

  /// Follows from `offset`, which must be 0 or the end of a line.
  ///
  /// - Parameter limit: the largest file that is read, bytes.
  package init(_ path: FilePath, from offset: Int = 0, limit: Int = .max) {
    self.path = path
    self.offset = offset
    self.limit = limit
    sequence = offset == 0 ? 0 : nil
  }

  /// The records that were completed since the last look; none while the file does not exist.
  ///
  /// After an error the tail stands where it stood.
  package mutating func next() throws(JournalError) -> [Item] {
    guard let file = try RegularFile.open(path, limit: limit) else { return [] }
    guard file.size >= offset else { throw .shrunk(path, length: file.size, offset: offset) }
    guard file.size > offset else { return [] }
    let bytes = try file.read(from: offset)
    var items: [Item] = []
    var last = sequence
    let start = offset
    let length: Int
    do throws(DamagedLine) {
      length = try codec.scan(bytes) { record, end throws(LineFault) in
        if let last, record.sequence != last + 1 {
          throw .sequence(expected: last + 1, found: record.sequence)
        }
        last = record.sequence
        items.append(Item(record: record, end: start + end))
      }
    } catch {
      let before = try file.read().prefix(start).count { $0 == SealedLine.newline }
      throw .damaged(path, line: before + error.number, error.fault)
    }
    sequence = last
    offset += length
    return items
  }
}
