import Glibc
package import SystemPackage

extension FilePath {
  /// The path without links; nil when nothing is there.
  package var resolved: FilePath? {
    guard let name = unsafe realpath(string, nil) else { return nil }
    defer { unsafe free(name) }
    return unsafe FilePath(platformString: name)
  }
}
