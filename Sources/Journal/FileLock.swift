import FoundationEssentials
import Glibc
package import Orchestration
import Synchronization
package import SystemPackage

/// A lock that its process holds for as long as it lives, however it dies: a flock on a file that is never
/// removed. The orchestrator's `lock` and a worker's `worker.lock` are of this kind.
///
/// Keep it in a property, or release it by name: the lock ends with the last reference.
package final class FileLock: Sendable {
  /// What came of trying to take a lock.
  package enum Outcome: Sendable {
    case acquired(FileLock)
    /// The holder's own word; nil while it has not written it yet.
    case held(by: ProcessIdentity?)
  }

  /// Whether a lock is held.
  package enum Status: Hashable, Sendable {
    case free
    case held(by: ProcessIdentity?)
  }

  private let descriptor: Mutex<FileDescriptor?>

  private init(_ descriptor: FileDescriptor) { self.descriptor = Mutex(descriptor) }

  deinit { release() }

  /// Gives the lock back; a second call does nothing.
  package func release() {
    descriptor.withLock { descriptor in
      // A child between its fork and its exec shares the lock: closing alone would leave it held for a moment.
      if let descriptor { flock(descriptor.rawValue, LOCK_UN) }
      try? descriptor?.close()
      descriptor = nil
    }
  }

  /// Takes the lock if it is free and writes `holder` into the file; never waits.
  package static func acquire(_ path: FilePath, for holder: ProcessIdentity) throws(JournalError) -> Outcome {
    try Directory.create(path.removingLastComponent())
    while true {
      let descriptor = try attempt(.open, path) {
        try FileDescriptor.open(
          path, .readWrite, options: [.create, .noFollow, .nonBlocking, .closeOnExec],
          permissions: .ownerReadWrite)
      }
      let lock = FileLock(descriptor)
      guard try takeExclusive(descriptor, path) else { return .held(by: self.holder(at: path)) }
      // Someone may have removed the state directory since: a lock on a file without a name locks nothing.
      guard try isStill(descriptor, at: path) else { continue }
      try attempt(.write, path) { try write(holder, to: descriptor) }
      return .acquired(lock)
    }
  }

  /// Asks without taking the lock, and without making anyone's `acquire` fail.
  package static func status(_ path: FilePath) throws(JournalError) -> Status {
    let descriptor: FileDescriptor
    do {
      descriptor = try .open(path, .readOnly, options: [.noFollow, .nonBlocking, .closeOnExec])
    } catch Errno.noSuchFileOrDirectory {
      return .free
    } catch {
      throw .system(.open, path, error as? Errno ?? .ioError)
    }
    defer { try? descriptor.close() }
    return try descriptor.lockShared(path) ? .free : .held(by: holder(at: path))
  }

  /// `status` holds the lock shared for a moment, which is not to be taken for a holder: while a shared lock can
  /// be had, nobody has the exclusive one.
  private static func takeExclusive(
    _ descriptor: FileDescriptor, _ path: FilePath
  ) throws(JournalError) -> Bool {
    while try !descriptor.lock(path) {
      guard try descriptor.lockShared(path) else { return false }
      sched_yield()
    }
    return true
  }

  private static func isStill(_ descriptor: FileDescriptor, at path: FilePath) throws(JournalError) -> Bool {
    try attempt(.open, path) {
      let opened = try descriptor.stat()
      do {
        let named = try path.stat(followTargetSymlink: false)
        return opened.inode == named.inode && opened.deviceID == named.deviceID
      } catch Errno.noSuchFileOrDirectory {
        return false
      }
    }
  }

  private static func write(_ holder: ProcessIdentity, to descriptor: FileDescriptor) throws {
    try descriptor.resize(to: 0)
    try descriptor.writeAll(toAbsoluteOffset: 0, try JSONFile.text(of: holder))
  }

  private static func holder(at path: FilePath) -> ProcessIdentity? {
    try? JSONFile.read(ProcessIdentity.self, from: path, limit: 4096)
  }
}
