import Glibc
import SystemPackage
import TestSupport

@testable import Git

extension GitFixture {
  /// The repository through the code under test.
  func repository() throws -> Repository { try Repository(at: root.appending(".git").string) }

  func id(_ revision: String) async throws -> ObjectID {
    try ObjectID(hex: await git("rev-parse", revision)).orThrow()
  }

  /// A worktree of ours at HEAD, filled with HEAD's files, beside the repository.
  func worktree(_ name: String = "work") async throws -> WorktreeLocation {
    let base = try await id("HEAD")
    let location = try repository().addWorktree(request(name, base))
    try location.populate(with: base)
    return location
  }

  func request(_ name: String, _ base: ObjectID) -> WorktreeRequest {
    let path = directory.appending("trees").appending(name).string
    return WorktreeRequest(name: name, path: path, base: base, lockReason: "test")
  }

  /// What the real git would store of a worktree's files.
  func gitTree(of location: WorktreeLocation) async throws -> String {
    let place = FilePath(location.path)
    try await git("add", "--all", at: place)
    return try await git("write-tree", at: place)
  }
}

extension WorktreeLocation {
  func repository() throws -> Repository {
    try Repository(administration: adminDirectory, workTree: path)
  }

  /// Writes a file below the worktree, by a name of any bytes.
  func write(_ name: [UInt8], _ text: String, mode: mode_t = 0o644) throws {
    let file =
      path.utf8.map { CChar(bitPattern: $0) } + "/".utf8.map { CChar(bitPattern: $0) }
      + name.map { CChar(bitPattern: $0) } + [0]
    let descriptor = unsafe open(file, O_WRONLY | O_CREAT | O_TRUNC, mode)
    guard descriptor >= 0 else { throw Errno(rawValue: errno) }
    let bytes = Array(text.utf8)
    _ = unsafe Glibc.write(descriptor, bytes, bytes.count)
    close(descriptor)
  }

  func write(_ name: String, _ text: String, mode: mode_t = 0o644) throws {
    try write(Array(name.utf8), text, mode: mode)
  }

  func makeDirectory(_ name: String) { unsafe mkdir("\(path)/\(name)", 0o755) }
  func remove(_ name: String) { unsafe unlink("\(path)/\(name)") }
  func link(_ name: String, to target: String) { unsafe symlink(target, "\(path)/\(name)") }
}

struct Missing: Error {}

extension Optional {
  func orThrow() throws -> Wrapped {
    guard let self else { throw Missing() }
    return self
  }
}

/// The bytes of a file as text; nil when it is not there.
func contents(_ path: String) -> String? {
  guard let file = try? FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec) else {
    return nil
  }
  var text: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 4096)
  while let count = try? unsafe chunk.withUnsafeMutableBytes({ try unsafe file.read(into: $0) }), count > 0 {
    text += chunk[..<count]
  }
  try? file.close()
  return String(decoding: text, as: UTF8.self)
}

func exists(_ path: String) -> Bool {
  var status = stat()
  return unsafe lstat(path, &status) == 0
}
