import Glibc
package import SystemPackage

/// How much room there is.
package enum DiskSpace {
  /// What an unprivileged process may still write where `path` is; 0 when that cannot be found out.
  package static func freeMegabytes(at path: FilePath) -> Int {
    var status = statvfs()
    guard unsafe statvfs(path.string, &status) == 0 else { return 0 }
    return Int(status.f_bavail) * Int(status.f_frsize) / (1 << 20)
  }
}
