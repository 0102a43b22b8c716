import Glibc

/// Removes a directory tree in which anything may have been planted: by descriptors, following no link, making
/// unwritable directories writable, at any depth.
package struct TreeRemoval {
  /// Removes what stands at `path`, whatever it is; nothing there is fine.
  package static func remove(_ path: String) throws {
    var name = path
    while name.count > 1 && name.hasSuffix("/") { name.removeLast() }
    let bytes = Array(name.utf8)
    let slash = bytes.lastIndex(of: UInt8(ascii: "/"))
    let parent = slash.map { $0 == 0 ? "/" : String(decoding: bytes[..<$0], as: UTF8.self) } ?? "."
    let directory = unsafe open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if directory < 0 && errno == ENOENT { return }
    guard directory >= 0 else { throw SystemError("remove", path) }
    defer { close(directory) }
    let last = GitPath(bytes: Array(bytes[(slash.map { $0 + 1 } ?? 0)...]))
    try TreeRemoval(path: path).remove(last, in: directory)
  }

  /// For messages.
  let path: String

  /// Below it a directory is first moved up, so that neither descriptors nor the stack run out.
  private static let deepest = 64

  private func remove(_ name: GitPath, in parent: Int32) throws {
    if unsafe unlinkat(parent, name.cString, 0) == 0 || errno == ENOENT { return }
    guard errno == EISDIR || errno == EPERM, let directory = try openDirectory(name, in: parent) else {
      throw SystemError("remove", path)
    }
    defer { close(directory) }
    var moved = 0
    // Each pass may have moved deep directories to the top, where the next one finds them.
    while try empty(directory, top: directory, depth: 0, moved: &moved) {}
    if unsafe unlinkat(parent, name.cString, AT_REMOVEDIR) != 0 { throw SystemError("remove", path) }
  }

  /// Empties a directory; answers whether anything was moved to `top`.
  private func empty(_ directory: Int32, top: Int32, depth: Int, moved: inout Int) throws -> Bool {
    let before = moved
    let copy = unsafe openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0 else { throw SystemError("remove", path) }
    for (bytes, _) in DirectoryEntries.list(copy) {
      let name = GitPath(bytes: bytes)
      if unsafe unlinkat(directory, name.cString, 0) == 0 || errno == ENOENT { continue }
      guard let child = try openDirectory(name, in: directory) else { throw SystemError("remove", path) }
      defer { close(child) }
      if depth == Self.deepest {
        let shelf = ".removing-\(getpid())-\(moved)"
        guard unsafe renameat(directory, name.cString, top, shelf) == 0 else {
          throw SystemError("remove", path)
        }
        moved += 1
        continue
      }
      _ = try empty(child, top: top, depth: depth + 1, moved: &moved)
      if unsafe unlinkat(directory, name.cString, AT_REMOVEDIR) != 0 { throw SystemError("remove", path) }
    }
    return moved > before
  }

  private func openDirectory(_ name: GitPath, in parent: Int32) throws -> Int32? {
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    var directory = unsafe openat(parent, name.cString, flags)
    if directory < 0 && errno == EACCES {
      _ = unsafe fchmodat(parent, name.cString, 0o700, AT_SYMLINK_NOFOLLOW)
      directory = unsafe openat(parent, name.cString, flags)
    }
    guard directory >= 0 else { return nil }
    _ = fchmod(directory, 0o700)
    return directory
  }
}
