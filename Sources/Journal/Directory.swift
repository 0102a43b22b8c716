import Glibc
import SystemPackage

/// Directories of ours: private, and on the disk before anything is put into them.
enum Directory {
  /// Makes the directory and its missing parents with 0700; one that exists stays as it is.
  static func create(_ path: FilePath) throws(JournalError) {
    do throws(Errno) {
      try make(path)
    } catch .fileExists {
      return
    } catch .noSuchFileOrDirectory where path.removingLastComponent() != path {
      try create(path.removingLastComponent())
      try attempt(.create, path) {
        do throws(Errno) { try make(path) } catch { if error != .fileExists { throw error } }
      }
    } catch {
      throw .system(.create, path, error)
    }
    try sync(path.removingLastComponent())
  }

  private static func make(_ path: FilePath) throws(Errno) {
    guard !path.isEmpty else { throw .fileExists }
    try check(unsafe path.withPlatformString { name in unsafe mkdir(name, 0o700) })
  }

  /// Gives a file its final name, durably; what had that name is replaced.
  static func move(_ file: FilePath, to path: FilePath) throws(JournalError) {
    try attempt(.rename, path) {
      try check(
        unsafe file.withPlatformString { from in
          unsafe path.withPlatformString { to in unsafe rename(from, to) }
        })
    }
    try sync(path.removingLastComponent())
  }

  /// Returns when the directory's entries are on the disk.
  static func sync(_ path: FilePath) throws(JournalError) {
    try attempt(.sync, path) {
      let descriptor = try FileDescriptor.open(
        path.isEmpty ? "." : path, .readOnly, options: [.directory, .closeOnExec])
      try descriptor.closeAfter { try check(fsync(descriptor.rawValue)) }
    }
  }

  /// The names in a directory, byte for byte and in no order; empty when it does not exist.
  static func names(in path: FilePath) throws(JournalError) -> [FilePath.Component] {
    guard let stream = unsafe path.withPlatformString({ name in unsafe opendir(name) }) else {
      let error = Errno(rawValue: errno)
      if error == .noSuchFileOrDirectory { return [] }
      throw .system(.list, path, error)
    }
    defer { unsafe closedir(stream) }
    var names: [FilePath.Component] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
        unsafe field.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { text in
          unsafe FilePath.Component(platformString: text)
        }
      }
      if let name, name.kind == .regular { names.append(name) }
    }
    return names
  }
}
