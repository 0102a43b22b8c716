package import Orchestration
package import SystemPackage

/// Reads a whole journal.
package enum JournalReader {
  /// The journal's sound part; a torn last line is left out. A file that does not exist is an empty journal.
  ///
  /// - Throws: `JournalError.damaged` for a bad line that others follow.
  package static func read(_ path: FilePath) throws(JournalError) -> JournalContents {
    guard let file = try RegularFile.open(path, limit: .max) else {
      return JournalContents(records: [], validLength: 0, length: 0)
    }
    return try JournalContents(scanning: try file.read(), of: path)
  }
}

/// What stands in a journal.
package struct JournalContents: Sendable {
  package var records: [EventRecord]
  /// The bytes of the sound lines: what to cut the file to before anything is appended.
  package var validLength: Int
  /// The bytes of the file.
  package var length: Int

  /// Whether a crash left the beginning of a line, which announced nothing.
  package var isTorn: Bool { validLength < length }
}
