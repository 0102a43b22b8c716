/// What `/proc/<pid>/stat` says of one process.
struct ProcessEntry: Hashable, Sendable {
  var pid: Int32
  var parent: Int32
  var session: Int32
  /// Dead, and only waiting for its parent to notice.
  var isZombie: Bool
  /// Clock ticks after boot.
  var started: UInt64

  /// Nil unless `stat` is such a line. The program's name in it may hold spaces and parentheses, so the fields
  /// are counted from the last `)`; their numbers are those of proc(5).
  init?(stat: [UInt8]) {
    guard let nameEnd = stat.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let text = String(decoding: stat, as: UTF8.self)
    let fields = String(decoding: stat[(nameEnd + 1)...], as: UTF8.self).split { $0 == " " || $0 == "\n" }
    guard fields.count > 19, let pid = text.split(separator: " ").first.flatMap({ Int32($0) }),
      let parent = Int32(fields[1]), let session = Int32(fields[3]), let started = UInt64(fields[19])
    else {
      return nil
    }
    self.pid = pid
    self.parent = parent
    self.session = session
    self.started = started
    isZombie = fields[0] == "Z" || fields[0] == "X"
  }
}
