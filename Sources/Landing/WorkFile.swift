import Git
import Glibc

/// One file of a checkout, read without following links.
enum WorkFile {
  /// What git would store of a regular file or of a link; nil where there is neither.
  static func read(root: String, path: GitPath) throws -> [UInt8]? {
    let bytes = Array(root.utf8) + (root.hasSuffix("/") ? [] : [UInt8(ascii: "/")]) + path.bytes
    let name = bytes.map { CChar(bitPattern: $0) } + [0]
    let file = unsafe open(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return errno == ELOOP ? target(ofLink: name) : nil }
    defer { close(file) }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = unsafe Glibc.read(file, &buffer, buffer.count), count > 0 {
      content += buffer.prefix(count)
    }
    return content
  }

  private static func target(ofLink name: [CChar]) -> [UInt8]? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlink(name, &buffer, buffer.count)
    return count < 0 ? nil : buffer.prefix(count).map { UInt8(bitPattern: $0) }
  }
}
