import SystemPackage

/// Where file systems are mounted: with a bind mount, one directory has several paths that no link tells of.
struct MountTable {
  private struct Mount {
    /// The file system's number.
    var device: Substring
    /// What of the file system is mounted.
    var root: FilePath
    var point: FilePath

    var depth: Int { point.components.count }
  }

  private let mounts: [Mount]

  /// - Parameter text: the content of `/proc/self/mountinfo`.
  init(_ text: String) {
    mounts = text.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ")
      guard fields.count > 4 else { return nil }
      return Mount(device: fields[2], root: Self.path(fields[3]), point: Self.path(fields[4]))
    }
  }

  /// What this process sees; empty where `/proc` does not tell.
  static var current: MountTable {
    MountTable(String(decoding: ProcessTable.bytes(of: "/proc/self/mountinfo") ?? [], as: UTF8.self))
  }

  /// All paths under which a directory may be found, its own included; a later mount may hide some.
  ///
  /// - Parameter path: without links.
  func names(of path: FilePath) -> [FilePath] {
    let above = mounts.reversed().filter { path.starts(with: $0.point) }
    guard let home = above.max(by: { $0.depth < $1.depth }) else { return [path] }
    let place = home.root.appending(path.components.dropFirst(home.depth))
    return mounts.compactMap { mount in
      guard mount.device == home.device, place.starts(with: mount.root) else { return nil }
      return mount.point.appending(place.components.dropFirst(mount.root.components.count))
    }
  }

  /// Blanks and the like stand there as three octal digits.
  private static func path(_ field: Substring) -> FilePath {
    var bytes: [UInt8] = []
    var rest = field.utf8[...]
    while let byte = rest.popFirst() {
      let digits = String(decoding: rest.prefix(3), as: UTF8.self)
      if byte == UInt8(ascii: "\\"), let value = UInt8(digits, radix: 8) {
        bytes.append(value)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return FilePath(String(decoding: bytes, as: UTF8.self))
  }
}
