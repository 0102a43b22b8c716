import Glibc
package import SystemPackage

extension FilePath {
  /// The path without links; nil when nothing is there.
  package var resolved: FilePath? {
    guard let name = unsafe realpath(string, nil) else { return nil }
    defer { unsafe free(name) }
    return unsafe FilePath(platformString: name)
  }

  /// Whether both lead to the same file or directory.
  func isSame(as other: FilePath) -> Bool {
    guard let one = try? Stat(self), let two = try? Stat(other) else { return false }
    return one.deviceID == two.deviceID && one.inode == two.inode
  }
}
