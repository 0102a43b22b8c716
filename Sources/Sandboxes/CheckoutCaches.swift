import FoundationEssentials
import Glibc
package import Orchestration
package import SystemPackage

/// Directories such as `.build` that new checkouts get from the last green gate, so that nobody builds from nothing.
///
/// A generation is what one gate left. Gates make them and nobody else, `current` names the newest, and a checkout
/// gets a copy of its own. Whoever copies holds the generation's lock shared, so a newer one takes its place at once
/// and the older goes when nobody reads it any more.
package struct CheckoutCaches: Hashable, Sendable {
  /// On the file system of the checkouts: what a gate leaves is moved here, not copied.
  package let store: FilePath
  /// Below a checkout, as in `.build` or `web/node_modules`.
  package let directories: [String]

  package init(store: FilePath, directories: [String]) {
    self.store = store
    self.directories = directories
  }

  /// Whether a path of a checkout lies in one of the directories.
  package func covers(_ path: RepositoryPath) -> Bool {
    directories.contains { directory in
      let prefix = Array(directory.utf8)
      return path.bytes.starts(with: prefix)
        && (path.bytes.count == prefix.count || path.bytes[prefix.count] == UInt8(ascii: "/"))
    }
  }

  /// Copies the newest generation into a checkout that nobody works in yet. A directory that the checkout has stays as
  /// it is.
  package func hand(to checkout: FilePath) throws {
    while !directories.isEmpty, let name = current {
      if try copy(name, to: checkout) { return }
    }
  }

  /// False when the generation is not the newest any more.
  private func copy(_ name: String, to checkout: FilePath) throws -> Bool {
    let lock = try lock(of: name)
    defer { try? lock.close() }
    guard flock(lock.rawValue, LOCK_SH | LOCK_NB) == 0, name == current else { return false }
    for directory in directories {
      let (source, target) = (FilePath(directory), checkout.pushing(FilePath(directory)))
      guard Self.isDirectory(generation(name).pushing(source)),
        try Self.makeParents(of: directory, in: checkout),
        !Self.exists(target)
      else { continue }
      try TreeCopy.copy(generation(name).pushing(source), to: target)
    }
    return true
  }

  /// Makes what a green gate left in its checkout the newest generation, and takes it away from there.
  ///
  /// - Parameter removing: removes a directory in which anything may have been planted.
  package func take(from checkout: FilePath, named name: String, removing: (String) throws -> Void) throws {
    let generation = generation(name)
    try removing(generation.string)
    var isEmpty = true
    for directory in directories {
      let source = checkout.pushing(FilePath(directory))
      guard Self.isDirectory(source), try Self.makeParents(of: directory, in: generation) else { continue }
      guard unsafe rename(source.string, generation.pushing(FilePath(directory)).string) == 0 else {
        continue
      }
      isEmpty = false
    }
    if !isEmpty { try announce(name) }
    try removeOthers(removing)
  }

  private func generation(_ name: String) -> FilePath { store.appending(name) }

  /// The newest generation's name; nil before the first.
  private var current: String? {
    guard
      let name = try? FileManager.default.destinationOfSymbolicLink(
        atPath: store.appending("current").string),
      !name.contains("/"), Self.isDirectory(generation(name))
    else { return nil }
    return name
  }

  private func announce(_ name: String) throws(Errno) {
    let draft = store.appending("next").string
    unsafe unlink(draft)
    guard unsafe symlink(name, draft) == 0, unsafe rename(draft, store.appending("current").string) == 0
    else {
      throw Errno(rawValue: errno)
    }
  }

  /// Removes what is not the newest, unless somebody copies it.
  private func removeOthers(_ removing: (String) throws -> Void) throws {
    let newest = current
    for name in (try? FileManager.default.contentsOfDirectory(atPath: store.string)) ?? [] {
      guard name != newest, Self.isDirectory(generation(name)) else { continue }
      let lock = try lock(of: name)
      defer { try? lock.close() }
      guard flock(lock.rawValue, LOCK_EX | LOCK_NB) == 0 else { continue }
      try removing(generation(name).string)
      unsafe unlink(store.appending(name + ".lock").string)
    }
  }

  private func lock(of name: String) throws -> FileDescriptor {
    try FileDescriptor.open(
      store.appending(name + ".lock"), .readWrite, options: [.create, .noFollow, .closeOnExec],
      permissions: .ownerReadWrite)
  }

  /// Makes the directories above `path` in `root`, and `root`; false where something else stands in the way.
  private static func makeParents(of path: String, in root: FilePath) throws(Errno) -> Bool {
    try makeRoot(root)
    var parent = root
    for name in path.split(separator: "/").dropLast() {
      parent.append(String(name))
      if unsafe mkdir(parent.string, 0o777) != 0, errno != EEXIST { throw Errno(rawValue: errno) }
      guard isDirectory(parent) else { return false }
    }
    return true
  }

  private static func makeRoot(_ root: FilePath) throws(Errno) {
    for directory in [
      root.removingLastComponent().removingLastComponent(), root.removingLastComponent(), root,
    ] {
      if unsafe mkdir(directory.string, 0o700) != 0, errno != EEXIST { throw Errno(rawValue: errno) }
    }
  }

  private static func exists(_ path: FilePath) -> Bool {
    var status = stat()
    return unsafe lstat(path.string, &status) == 0
  }

  /// A directory itself, not a link to one.
  private static func isDirectory(_ path: FilePath) -> Bool {
    var status = stat()
    return unsafe lstat(path.string, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
