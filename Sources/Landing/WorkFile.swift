import Git
import Glibc

/// One file of a checkout, read without following links.
enum WorkFile {
  /// The content of a regular file, or a link's target; nil where there is neither.
  static func read(root: String, path: GitPath) throws -> [UInt8]? {
    let name = Array(root.utf8) + (root.hasSuffix("/") ? [] : [UInt8(ascii: "/")]) + path.bytes
    let file = unsafe open(
      name.map { CChar(bitPattern: $0) } + [0], O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return errno == ELOOP ? target(ofLinkAt: name) : nil }
    defer { close(file) }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = unsafe Glibc.read(file, &buffer, buffer.count), count > 0 {
      content += buffer.prefix(count)
    }
    return content
  }

  private static func target(ofLinkAt name: [UInt8]) -> [UInt8]? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = unsafe readlink(name.map { CChar(bitPattern: $0) } + [0], &buffer, buffer.count)
    return length < 0 ? nil : buffer.prefix(length).map { UInt8(bitPattern: $0) }
  }
}
