import FoundationEssentials
import SystemPackage

/// A directory that goes away with its last reference.
final class TemporaryDirectory: Sendable {
  let path: FilePath

  init() throws {
    let manager = FileManager.default
    let name = "journal-\(String(UInt64.random(in: 0 ... .max), radix: 16))"
    path = FilePath(manager.temporaryDirectory.path).appending(name)
    try manager.createDirectory(atPath: path.string, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path.string) }

  func file(_ name: String) -> FilePath { path.appending(name) }
}

extension FilePath {
  /// The file's bytes; writing replaces them.
  var bytes: Data {
    get throws { try Data(contentsOf: URL(filePath: string)) }
  }

  func write(_ bytes: some Sequence<UInt8>) throws {
    let descriptor = try FileDescriptor.open(
      self, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
    _ = try descriptor.closeAfter { try descriptor.writeAll(bytes) }
  }

  /// The permission bits, such as 0o600.
  var mode: UInt32 { get throws { try stat().permissions.rawValue } }
}
