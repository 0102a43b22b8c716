import Glibc
package import Orchestration
package import SystemPackage

/// Untracked files of the user's checkout that a new checkout needs too, such as `.env`.
package struct CheckoutCopy: Hashable, Sendable {
  package var source: FilePath
  package var patterns: [Glob]
  package var omit: [Glob]

  package init(source: FilePath, patterns: [Glob], omit: [Glob] = []) {
    self.source = source
    self.patterns = patterns
    self.omit = omit
  }

  /// Copies what matches into `checkout`; a file that is there already stays as it is. Shares the blocks where
  /// the file system can.
  package func copy(into checkout: FilePath) throws(Errno) {
    for path in try files() {
      let target = checkout.append(path)
      guard try makeParents(of: path, in: checkout) else { continue }
      try copyFile(from: source.append(path), to: target)
    }
  }

  /// One line a file with the hash of its content, sorted: what a verdict depends on.
  package func fingerprints(_ hash: ([UInt8]) throws -> String) throws -> [String] {
    try files().map { "\($0) \(try hash(try content(of: source.append($0))))" }
  }

  /// The matching regular files, by path. Links are neither followed nor copied.
  package func files() throws(Errno) -> [RepositoryPath] {
    if patterns.isEmpty { return [] }
    var found: [RepositoryPath] = []
    try walk([], into: &found)
    return found.sorted()
  }

  private func walk(_ directory: [UInt8], into found: inout [RepositoryPath]) throws(Errno) {
    for (name, isDirectory) in try entries(of: source.append(RepositoryPath(bytes: directory))) {
      let path = RepositoryPath(bytes: directory.isEmpty ? name : directory + [UInt8(ascii: "/")] + name)
      if isDirectory {
        if directory.isEmpty, name == Array(".git".utf8) { continue }
        if mayMatch(below: path) { try walk(path.bytes, into: &found) }
      } else if patterns.contains(where: { $0.matches(path) }), !omit.contains(where: { $0.matches(path) }) {
        found.append(path)
      }
    }
  }

  private func mayMatch(below directory: RepositoryPath) -> Bool {
    guard let below = Glob(directory.description + "/**") else { return true }
    return patterns.contains { $0.overlaps(below) }
  }

  private func entries(of directory: FilePath) throws(Errno) -> [(name: [UInt8], isDirectory: Bool)] {
    guard let stream = unsafe opendir(directory.string) else { throw Errno(rawValue: errno) }
    defer { unsafe closedir(stream) }
    var entries: [(name: [UInt8], isDirectory: Bool)] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
      if name == Array(".".utf8) || name == Array("..".utf8) { continue }
      switch unsafe Int(entry.pointee.d_type) {
      case Int(DT_DIR): entries.append((name, true))
      case Int(DT_REG): entries.append((name, false))
      default: continue
      }
    }
    return entries
  }

  /// False where a link or a file of the checkout stands in the way: nothing is written through it.
  private func makeParents(of path: RepositoryPath, in checkout: FilePath) throws(Errno) -> Bool {
    var parent: [UInt8] = []
    for component in path.bytes.split(separator: UInt8(ascii: "/")).dropLast() {
      parent += (parent.isEmpty ? [] : [UInt8(ascii: "/")]) + component
      let directory = checkout.append(RepositoryPath(bytes: parent))
      if unsafe mkdir(directory.string, 0o777) != 0, errno != EEXIST { throw Errno(rawValue: errno) }
      var status = stat()
      guard unsafe lstat(directory.string, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        return false
      }
    }
    return true
  }

  private func copyFile(from: FilePath, to: FilePath) throws(Errno) {
    let options: FileDescriptor.OpenOptions = [.noFollow, .closeOnExec, .nonBlocking]
    let input = try mapErrno { try FileDescriptor.open(from, .readOnly, options: options) }
    defer { try? input.close() }
    var status = stat()
    guard unsafe fstat(input.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
    let permissions = FilePermissions(rawValue: CModeT(status.st_mode & 0o777))
    let output: FileDescriptor
    do {
      output = try FileDescriptor.open(
        to, .writeOnly, options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
        permissions: permissions)
    } catch Errno.fileExists {
      return
    } catch {
      throw error as? Errno ?? .ioError
    }
    defer { try? output.close() }
    try FileCopy.copy(input, to: output)
  }

  private func content(of path: FilePath) throws -> [UInt8] {
    let file = try FileDescriptor.open(path, .readOnly, options: [.noFollow, .closeOnExec, .nonBlocking])
    defer { try? file.close() }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = try unsafe buffer.withUnsafeMutableBytes({ try unsafe file.read(into: $0) }),
      count > 0
    {
      content += buffer.prefix(count)
    }
    return content
  }
}

private func mapErrno<Result>(_ body: () throws -> Result) throws(Errno) -> Result {
  do { return try body() } catch { throw error as? Errno ?? .ioError }
}

extension FilePath {
  /// The path below this one; its bytes are kept as they are.
  fileprivate func append(_ path: RepositoryPath) -> FilePath {
    let bytes = Array(string.utf8) + (path.bytes.isEmpty ? [] : [UInt8(ascii: "/")]) + path.bytes
    return unsafe bytes.map { CChar(bitPattern: $0) }.appending0.withUnsafeBufferPointer { buffer in
      unsafe buffer.baseAddress.map { unsafe FilePath(platformString: $0) } ?? self
    }
  }
}

extension [CChar] {
  fileprivate var appending0: [CChar] { self + [0] }
}
