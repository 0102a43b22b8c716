import Glibc

/// Finds what a work tree holds that git cannot store.
enum SpecialFiles {
  /// The FIFOs, sockets and devices below `root`, in directories that `descend` admits. Nothing is opened but
  /// directories, no link is followed, and a directory that cannot be opened is itself an answer.
  static func find(below root: String, descend: (GitPath) -> Bool) throws -> [GitPath] {
    var found: [GitPath] = []
    var pending = [GitPath(bytes: [])]
    while let directory = pending.popLast() {
      guard let entries = try list(root, directory) else {
        found.append(directory)
        continue
      }
      for (path, type) in entries {
        switch Int32(type) {
        case Int32(DT_REG), Int32(DT_LNK): break
        case Int32(DT_DIR): if descend(path) { pending.append(path) }
        default: found.append(path)
        }
      }
    }
    return found
  }

  private static func list(_ root: String, _ directory: GitPath) throws -> [(GitPath, UInt8)]? {
    let place = root.utf8.map { CChar(bitPattern: $0) } + directory.cString
    let descriptor = unsafe open(place, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    if descriptor < 0 && [EACCES, ENAMETOOLONG].contains(errno) { return nil }
    if descriptor < 0 { throw SystemError("read", root + directory.display) }
    return DirectoryEntries.list(descriptor).compactMap { name, type in
      if directory.bytes.isEmpty && name == Array(".git".utf8) { return nil }
      let prefix = directory.bytes.isEmpty ? [] : directory.bytes + [UInt8(ascii: "/")]
      return (GitPath(bytes: prefix + name), type)
    }
  }
}
