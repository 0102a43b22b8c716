import Glibc
import SystemPackage

/// Copies a directory with all that is in it: files by sharing their blocks where the file system can, links as they
/// are, with permissions and times. Nothing is shared that a writer of the copy could change in the original.
///
/// Works by descriptors and follows no link, because either side may hold what somebody planted; FIFOs, sockets and
/// devices are left out.
struct TreeCopy {
  /// Deeper than any cache goes, and not so deep that descriptors run out.
  private static let deepest = 256

  /// Copies the directory `source` to `target`, which must not be there.
  static func copy(_ source: FilePath, to target: FilePath) throws(Errno) {
    let from = try open(AT_FDCWD, cString(source))
    defer { close(from) }
    try make(AT_FDCWD, cString(target))
    let to = try open(AT_FDCWD, cString(target))
    defer { close(to) }
    try fill(to, from: from, depth: 0)
  }

  private static func fill(_ target: Int32, from source: Int32, depth: Int) throws(Errno) {
    guard depth < deepest else { throw .tooManyOpenFiles }
    for name in try names(in: source) {
      var status = stat()
      guard unsafe fstatat(source, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: try copyDirectory(name, from: source, to: target, depth: depth + 1)
      case S_IFREG: try copyFile(name, from: source, to: target)
      case S_IFLNK: try copyLink(name, from: source, to: target)
      default: continue
      }
    }
    var status = stat()
    guard unsafe fstat(source, &status) == 0 else { throw Errno(rawValue: errno) }
    finish(target, like: status)
  }

  private static func copyDirectory(
    _ name: [CChar], from source: Int32, to target: Int32, depth: Int
  ) throws(Errno) {
    let from = try open(source, name)
    defer { close(from) }
    try make(target, name)
    let to = try open(target, name)
    defer { close(to) }
    try fill(to, from: from, depth: depth)
  }

  private static func copyFile(_ name: [CChar], from source: Int32, to target: Int32) throws(Errno) {
    let input = unsafe openat(source, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard input >= 0 else { throw Errno(rawValue: errno) }
    defer { close(input) }
    let output = unsafe openat(target, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard output >= 0 else { throw Errno(rawValue: errno) }
    defer { close(output) }
    try FileCopy.copy(FileDescriptor(rawValue: input), to: FileDescriptor(rawValue: output))
    var status = stat()
    guard unsafe fstat(input, &status) == 0 else { throw Errno(rawValue: errno) }
    finish(output, like: status)
  }

  private static func copyLink(_ name: [CChar], from source: Int32, to target: Int32) throws(Errno) {
    var link = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    guard unsafe readlinkat(source, name, &link, link.count - 1) >= 0,
      unsafe symlinkat(link, target, name) == 0
    else { throw Errno(rawValue: errno) }
  }

  /// Build tools compare times, so a copy has the original's.
  private static func finish(_ descriptor: Int32, like status: stat) {
    fchmod(descriptor, status.st_mode & 0o777)
    let times = [status.st_atim, status.st_mtim]
    unsafe futimens(descriptor, times)
  }

  private static func open(_ directory: Int32, _ name: [CChar]) throws(Errno) -> Int32 {
    let descriptor = unsafe openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { throw Errno(rawValue: errno) }
    return descriptor
  }

  private static func make(_ directory: Int32, _ name: [CChar]) throws(Errno) {
    if unsafe mkdirat(directory, name, 0o700) != 0 { throw Errno(rawValue: errno) }
  }

  private static func names(in directory: Int32) throws(Errno) -> [[CChar]] {
    let own = unsafe openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard own >= 0, let stream = unsafe fdopendir(own) else { throw Errno(rawValue: errno) }
    defer { unsafe closedir(stream) }
    var names: [[CChar]] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
      if name == Array(".".utf8) || name == Array("..".utf8) { continue }
      names.append(name.map { CChar(bitPattern: $0) } + [0])
    }
    return names
  }

  private static func cString(_ path: FilePath) -> [CChar] {
    path.string.utf8.map { CChar(bitPattern: $0) } + [0]
  }
}
