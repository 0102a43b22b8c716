import Glibc

/// Clears `*.lock` files that a killed process left: neither git nor libgit2 ever does.
package enum StaleLocks {
  /// What became of the lock files. Files that were not there are in neither list.
  package struct Report: Hashable, Sendable {
    package var removed: [String] = []
    package var held: [Held] = []
  }

  /// A lock file that live processes have open.
  package struct Held: Hashable, Sendable {
    package let path: String
    package let pids: [Int32]
  }

  /// Removes those of `paths` that no live process has open. A process of another user may hide what it has open,
  /// and git closes some locks before it is done with them: pass only paths that a journal of ours names, whose
  /// writer is known to be dead.
  package static func clear(_ paths: [String]) throws -> Report {
    var report = Report()
    for path in paths where path.hasSuffix(".lock") {
      guard let identity = Identity(lockFile: path) else { continue }
      let pids = holders(of: identity)
      if !pids.isEmpty {
        report.held.append(Held(path: path, pids: pids))
      } else if unsafe unlink(path) == 0 {
        report.removed.append(path)
      } else if errno != ENOENT {
        throw SystemError("remove", path)
      }
    }
    return report
  }

  private static func holders(of file: Identity) -> [Int32] {
    numbers(in: "/proc").filter { pid in
      numbers(in: "/proc/\(pid)/fd").contains { Identity(open: "/proc/\(pid)/fd/\($0)") == file }
    }.sorted()
  }

  private static func numbers(in directory: String) -> [Int32] {
    DirectoryEntries.list(directory: directory).compactMap { Int32(String(decoding: $0.name, as: UTF8.self)) }
  }

  /// The file itself, by whatever name another mount has for it.
  private struct Identity: Equatable {
    let device: UInt
    let inode: UInt

    init?(lockFile path: String) {
      var status = Glibc.stat()
      // A link or a directory is not a lock that git wrote.
      guard unsafe Glibc.lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
      (device, inode) = (status.st_dev, status.st_ino)
    }

    init?(open path: String) {
      var status = Glibc.stat()
      guard unsafe stat(path, &status) == 0 else { return nil }
      (device, inode) = (status.st_dev, status.st_ino)
    }
  }
}
