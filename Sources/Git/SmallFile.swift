import Glibc

/// The one-line files of git's administration: `commondir`, `gitdir`, `head-name`.
enum SmallFile {
  /// More than any of them needs.
  private static let limit = 1 << 20

  /// The text without the newline at its end; nil when there is no such file. Regular files only.
  static func read(_ path: String) throws -> String? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if descriptor < 0 && (errno == ENOENT || errno == ENOTDIR) { return nil }
    guard descriptor >= 0 else { throw SystemError("read", path) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw SystemError("read", path, errno: EINVAL)
    }
    var text: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while text.count < limit {
      let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
      guard count >= 0 else { throw SystemError("read", path) }
      if count == 0 { break }
      text += chunk[..<count]
    }
    while text.last == UInt8(ascii: "\n") { text.removeLast() }
    return String(decoding: text, as: UTF8.self)
  }
}
