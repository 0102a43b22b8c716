import Glibc

/// An open directory. What is below it is opened beneath it, without following links and without waiting, because
/// an agent may have put anything there.
struct Directory: ~Copyable {
  private let descriptor: CInt

  enum Entry: Hashable {
    case directory, symbolicLink, other
  }

  /// Why a file was not read, as a message goes on: "the spec …".
  enum Refusal: Error, Hashable {
    case missing
    case isSymbolicLink
    case isNotRegular
    case isTooLarge(limit: Int)
    case failed(errno: CInt)
  }

  /// The directory at a path that a person configured; links on the way there are followed.
  init(path: String) throws(Refusal) {
    descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor < 0 { throw Refusal(errno) }
  }

  /// A directory right below another.
  init(_ name: String, in parent: borrowing Directory) throws(Refusal) {
    descriptor = unsafe openat(parent.descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    if descriptor < 0 { throw Refusal(errno) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The names in it, sorted, without `.` and `..`; a name that is no UTF-8 comes with U+FFFD and opens as missing.
  func names() throws(Refusal) -> [String] {
    // A second descriptor: `closedir` takes the one that it was given.
    let copy = unsafe openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0 else { throw Refusal(errno) }
    guard let stream = unsafe fdopendir(copy) else {
      let code = errno
      close(copy)
      throw Refusal(code)
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// What a name stands for; nil when it is gone.
  func kind(of name: String) -> Entry? {
    var status = stat()
    guard unsafe fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
    return switch status.st_mode & S_IFMT {
    case S_IFDIR: .directory
    case S_IFLNK: .symbolicLink
    default: .other
    }
  }

  /// Whether a name is, or links to, a directory.
  func leadsToDirectory(_ name: String) -> Bool {
    var status = stat()
    return unsafe fstatat(descriptor, name, &status, 0) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The bytes of a regular file right below; `limit` in bytes.
  func read(_ name: String, limit: Int) throws(Refusal) -> [UInt8] {
    let file = unsafe openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard file >= 0 else { throw Refusal(errno) }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else { throw Refusal(errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw Refusal.isNotRegular }
    guard status.st_size <= limit else { throw Refusal.isTooLarge(limit: limit) }
    return try contents(of: file, limit: limit)
  }

  /// Reads to the end: the file may grow while it is read, but not beyond the limit.
  private func contents(of file: CInt, limit: Int) throws(Refusal) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe Glibc.read(file, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw Refusal(errno) }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      if bytes.count > limit { throw Refusal.isTooLarge(limit: limit) }
    }
  }
}

extension Directory.Refusal: CustomStringConvertible {
  fileprivate init(_ code: CInt) {
    self =
      switch code {
      case ENOENT: .missing
      case ELOOP, ENOTDIR: .isSymbolicLink
      case ENXIO: .isNotRegular
      default: .failed(errno: code)
      }
  }

  var description: String {
    switch self {
    case .missing: "is missing"
    case .isSymbolicLink: "is a symbolic link or lies below one; only plain files are read"
    case .isNotRegular: "is no regular file"
    case .isTooLarge(let limit): "is larger than \(limit >> 20) MiB"
    case .failed(let code): "cannot be read: \(unsafe String(cString: strerror(code)))"
    }
  }
}
