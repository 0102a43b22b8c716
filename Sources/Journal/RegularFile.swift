import FoundationEssentials
import SystemPackage

/// A file that is open for reading and certainly regular: opened without following a link and without waiting,
/// because what stands at the path may have been planted.
struct RegularFile: ~Copyable {
  private let descriptor: FileDescriptor
  private let path: FilePath
  /// The length when it was opened, bytes.
  let size: Int

  private init(_ descriptor: FileDescriptor, _ path: FilePath, size: Int) {
    self.descriptor = descriptor
    self.path = path
    self.size = size
  }

  deinit { try? descriptor.close() }

  /// Nil when nothing is at the path.
  static func open(_ path: FilePath, limit: Int) throws(JournalError) -> RegularFile? {
    let descriptor: FileDescriptor
    do {
      descriptor = try .open(path, .readOnly, options: [.noFollow, .nonBlocking, .closeOnExec])
    } catch Errno.noSuchFileOrDirectory {
      return nil
    } catch Errno.tooManySymbolicLinkLevels, Errno.noSuchAddressOrDevice {
      throw .notRegular(path)
    } catch {
      throw .system(.open, path, error as? Errno ?? .ioError)
    }
    let file: RegularFile
    do {
      let status = try descriptor.stat()
      guard status.type == .regular else { throw JournalError.notRegular(path) }
      file = RegularFile(descriptor, path, size: Int(status.size))
    } catch {
      try? descriptor.close()
      throw error as? JournalError ?? .system(.read, path, error as? Errno ?? .ioError)
    }
    guard file.size <= limit else { throw .tooLarge(path, limit: limit) }
    return file
  }

  /// Whether some process holds the file's exclusive flock.
  var isLocked: Bool {
    get throws(JournalError) { try !descriptor.lockShared(path) }
  }

  /// Everything from `offset` to the end that the file had when it was opened.
  func read(from offset: Int = 0) throws(JournalError) -> Data {
    try attempt(.read, path) { try descriptor.data(from: offset, to: size) }
  }
}

extension FileDescriptor {
  /// The bytes of a range of the file; fewer when the file ends before.
  func data(from start: Int, to end: Int) throws -> Data {
    var data = Data(count: max(0, end - start))
    let count = try unsafe data.withUnsafeMutableBytes { buffer in
      var count = 0
      while count < buffer.count {
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
        let read = try unsafe self.read(fromAbsoluteOffset: Int64(start + count), into: rest)
        if read == 0 { break }
        count += read
      }
      return count
    }
    return data.prefix(count)
  }
}
