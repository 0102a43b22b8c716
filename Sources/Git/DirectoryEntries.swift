import Glibc

/// The names in a directory, as bytes.
enum DirectoryEntries {
  /// Lists a directory; one that cannot be opened has no entries.
  static func list(directory path: String) -> [(name: [UInt8], type: UInt8)] {
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    return descriptor < 0 ? [] : list(descriptor)
  }

  /// Lists names with their types (`DT_*`), without `.` and `..`. Takes over and closes the descriptor.
  static func list(_ descriptor: Int32) -> [(name: [UInt8], type: UInt8)] {
    guard let stream = unsafe fdopendir(descriptor) else {
      close(descriptor)
      return []
    }
    defer { unsafe closedir(stream) }
    var entries: [(name: [UInt8], type: UInt8)] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { raw in
        unsafe raw.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe GitPath(cString: $0).bytes }
      }
      if name == Array(".".utf8) || name == Array("..".utf8) { continue }
      entries.append((name, unsafe type(of: entry.pointee, name, in: descriptor)))
    }
    return entries
  }

  /// Some file systems leave the type out of the directory.
  private static func type(of entry: dirent, _ name: [UInt8], in directory: Int32) -> UInt8 {
    if entry.d_type != UInt8(DT_UNKNOWN) { return entry.d_type }
    var status = stat()
    guard unsafe fstatat(directory, GitPath(bytes: name).cString, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      return entry.d_type
    }
    return UInt8(truncatingIfNeeded: (status.st_mode & S_IFMT) >> 12)
  }
}
