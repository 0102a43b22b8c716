import FoundationEssentials
import Glibc
import SystemPackage

/// A file that belongs to a person: read, made and changed byte for byte, and never through a link, which could
/// lead out of the repository.
struct UserFile {
  let path: FilePath

  /// Nil when nothing is there.
  func read() throws -> [UInt8]? {
    do {
      let file = try FileDescriptor.open(path, .readOnly, options: [.noFollow, .nonBlocking, .closeOnExec])
      defer { try? file.close() }
      guard try file.stat().type == .regular else { throw Failure.notPlain(path) }
      return try file.wholeContent()
    } catch Errno.noSuchFileOrDirectory {
      return nil
    } catch Errno.tooManySymbolicLinkLevels {
      throw Failure.notPlain(path)
    }
  }

  /// Makes the file, which must not exist, and the directory above it.
  func create(_ bytes: [UInt8]) throws {
    let file = try FileDescriptor.open(
      path, .writeOnly, options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
      permissions: [.ownerReadWrite, .groupRead, .otherRead])
    do {
      try file.closeAfter {
        try file.writeAll(bytes)
        if fsync(file.rawValue) != 0 { throw Errno(rawValue: errno) }
      }
    } catch {
      _ = unsafe unlink(path.string)
      throw error
    }
  }

  func append(_ bytes: [UInt8]) throws {
    let file = try FileDescriptor.open(path, .writeOnly, options: [.append, .noFollow, .closeOnExec])
    try file.closeAfter { _ = try file.writeAll(bytes) }
  }

  /// Puts new content in place of the old in one step; the file keeps its permissions.
  func replace(with bytes: [UInt8]) throws {
    try put(bytes, permissions: path.stat(followTargetSymlink: false).mode.permissions)
  }

  /// Puts content in place of whatever is there, in one step.
  func put(_ bytes: [UInt8], permissions: FilePermissions) throws {
    let draft = UserFile(path: FilePath(path.string + ".orchestrate-\(getpid())"))
    try draft.create(bytes)
    guard unsafe chmod(draft.path.string, permissions.rawValue) == 0,
      unsafe Glibc.rename(draft.path.string, path.string) == 0
    else {
      let error = Errno(rawValue: errno)
      _ = unsafe unlink(draft.path.string)
      throw error
    }
  }

  /// Something stands at the path, be it a link that leads nowhere.
  var exists: Bool { (try? path.stat(followTargetSymlink: false)) != nil }

  func rename(to other: UserFile) throws {
    if unsafe Glibc.rename(path.string, other.path.string) != 0 { throw Errno(rawValue: errno) }
  }

  func remove() throws {
    if unsafe unlink(path.string) != 0 { throw Errno(rawValue: errno) }
  }

  /// Renames the file to the first free of `NAME.orig`, `NAME.orig.2`, …; never over another.
  func setAside() throws -> FilePath {
    var name = path.string + ".orig"
    var number = 2
    while unsafe link(path.string, name) != 0 {
      guard errno == EEXIST else { throw Errno(rawValue: errno) }
      name = "\(path.string).orig.\(number)"
      number += 1
    }
    try remove()
    return FilePath(name)
  }
}

extension FileDescriptor {
  fileprivate func wholeContent() throws -> [UInt8] {
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = try unsafe chunk.withUnsafeMutableBytes({ try unsafe read(into: $0) }), count > 0 {
      content += chunk.prefix(count)
    }
    return content
  }
}

extension Failure {
  fileprivate static func notPlain(_ path: FilePath) -> Failure {
    Failure(
      "\(path) is a link or no regular file, and is left alone",
      hint: "make it a plain file, or change it yourself", code: .environment)
  }
}
