import Glibc
import SystemPackage

/// The content of one open file into another.
enum FileCopy {
  /// Shares the blocks where the file system can (btrfs, XFS), and copies them where it cannot.
  static func copy(_ input: FileDescriptor, to output: FileDescriptor) throws(Errno) {
    if ioctl(output.rawValue, shareBlocks, input.rawValue) == 0 { return }
    do { try pump(input, into: output) } catch { throw error as? Errno ?? .ioError }
  }

  /// `FICLONE`, `_IOW(0x94, 9, int)`: a macro that Swift does not import.
  private static let shareBlocks: UInt = 0x4004_9409

  private static func pump(_ input: FileDescriptor, into output: FileDescriptor) throws {
    var buffer = [UInt8](repeating: 0, count: 1 << 17)
    while case let count = try unsafe buffer.withUnsafeMutableBytes({ try unsafe input.read(into: $0) }),
      count > 0
    {
      try output.writeAll(buffer.prefix(count))
    }
  }
}
