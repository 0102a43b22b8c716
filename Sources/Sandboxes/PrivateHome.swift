import FoundationEssentials
import Glibc
package import SystemPackage

/// The home that commands have to themselves: a task's, or a gate's.
///
/// They write in it, so whatever we put there is put below it, never through a link of theirs.
package struct PrivateHome: Hashable, Sendable {
  package let path: FilePath

  package init(_ path: FilePath) { self.path = path }

  package var temporary: FilePath { path.appending("tmp") }

  /// Makes it, with a place for temporary files and with links to the toolchains that can be read.
  package func prepare(_ rules: SandboxRules) throws {
    try makeDirectory("tmp")
    for (name, target) in rules.homeLinks { try link(name, to: target) }
  }

  /// Makes the directory `name` and those above it.
  package func makeDirectory(_ name: FilePath) throws { try within(name) { _ in } }

  /// Makes a link at `name`, in the place of a file or a link that is there. A directory stays: that only hurts
  /// whoever put it there.
  package func link(_ name: FilePath, to target: FilePath) throws {
    guard let last = name.lastComponent?.string else { throw Errno.invalidArgument }
    try within(name.removingLastComponent()) { directory in
      unsafe unlinkat(directory, last, 0)
      if unsafe symlinkat(target.string, directory, last) != 0, errno != EEXIST {
        throw Errno(rawValue: errno)
      }
    }
  }

  /// Opens a directory below the home, made where it is missing or where something else stands.
  private func within(_ name: FilePath, _ body: (Int32) throws -> Void) throws {
    try FileManager.default.createDirectory(
      atPath: path.string, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    var directory = try Self.open(AT_FDCWD, path.string)
    defer { close(directory) }
    for name in name.components.map(\.string) {
      let next = try Self.open(directory, name)
      close(directory)
      directory = next
    }
    try body(directory)
  }

  private static func open(_ directory: Int32, _ name: String) throws -> Int32 {
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    var descriptor = unsafe openat(directory, name, flags)
    if descriptor < 0 {
      unsafe unlinkat(directory, name, 0)
      unsafe mkdirat(directory, name, 0o700)
      descriptor = unsafe openat(directory, name, flags)
    }
    if descriptor < 0 { throw Errno(rawValue: errno) }
    return descriptor
  }
}
