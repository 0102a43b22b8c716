package import SystemPackage

/// The end of a log.
package enum LogTail {
  /// The last bytes of a file as text, bytes that are no UTF-8 replaced; nil when it cannot be read.
  package static func read(_ path: FilePath, bytes: Int) -> String? {
    guard
      let file = try? FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .noFollow, .nonBlocking])
    else { return nil }
    defer { try? file.close() }
    guard let size = try? file.seek(offset: 0, from: .end),
      (try? file.seek(offset: max(0, size - Int64(bytes)), from: .start)) != nil
    else { return nil }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while content.count < bytes,
      let count = try? unsafe buffer.withUnsafeMutableBytes({ try unsafe file.read(into: $0) }), count > 0
    {
      content += buffer.prefix(count)
    }
    return String(decoding: content, as: UTF8.self)
  }
}
