import Glibc
import Subprocess
package import SystemPackage

/// A repository of its own, made by the real `git` program in a temporary directory that goes away with this
/// object. Nothing of the machine reaches it: the environment is cleared, HOME lies in the temporary directory,
/// dates are fixed and UTC.
package final class GitFixture: Sendable {
  /// The temporary directory; the place for work trees and victims beside the repository.
  package let directory: FilePath
  /// The repository's work tree, `directory/repo`, on branch `main` without a commit.
  package let root: FilePath

  /// What `git` said when it should have succeeded.
  package struct Failure: Error, CustomStringConvertible {
    package let arguments: [String]
    package let output: String
    package var description: String { "git \(arguments.joined(separator: " ")): \(output)" }
  }

  package init() async throws {
    let template = "/tmp/git-fixture-\(UInt64.random(in: 0...UInt64.max))"
    guard unsafe mkdir(template, 0o700) == 0 else { throw Errno(rawValue: errno) }
    directory = FilePath(template)
    root = directory.appending("repo")
    try makeDirectory("../home")
    try await git("init", "--quiet", "--initial-branch=main", root.string, at: directory)
  }

  deinit {
    // Work trees of tests hold read-only directories and odd names; rm copes with all of them.
    var pid: pid_t = 0
    let arguments = ["/bin/sh", "-c", "chmod -R u+rwX \"$0\"; rm -rf \"$0\"", directory.string]
    var argv = unsafe arguments.map { unsafe strdup($0) } + [nil]
    if unsafe posix_spawn(&pid, "/bin/sh", nil, nil, &argv, environ) == 0 { waitpid(pid, nil, 0) }
    unsafe argv.forEach { unsafe free($0) }
  }

  /// Runs `git` in the work tree (or in `at`) and returns its standard output without the last newline.
  /// Throws `Failure` unless it succeeds.
  @discardableResult
  package func git(_ arguments: String..., at place: FilePath? = nil) async throws -> String {
    try await git(arguments, at: place)
  }

  /// The same for arguments that are a list already.
  @discardableResult
  package func git(
    _ arguments: [String], at place: FilePath? = nil, input: [UInt8] = []
  ) async throws -> String {
    let (status, output) = try await run(arguments, at: place, input: input)
    guard status == 0 else { throw Failure(arguments: arguments, output: output) }
    return output
  }

  /// The exit status of `git`, and its output (or what it said on standard error when it failed).
  package func run(
    _ arguments: [String], at place: FilePath? = nil, input: [UInt8] = []
  ) async throws -> (status: Int32, output: String) {
    let result = try await Subprocess.run(
      .name("git"), arguments: Arguments(arguments), environment: .custom(environment),
      workingDirectory: place ?? root, input: .array(input), output: .bytes(limit: 64 << 20),
      error: .bytes(limit: 1 << 20))
    var output = result.standardOutput
    if output.last == UInt8(ascii: "\n") { output.removeLast() }
    guard case .exited(let status) = result.terminationStatus else { return (-1, "killed") }
    let text = status == 0 || !output.isEmpty ? output : result.standardError
    return (status, String(decoding: text, as: UTF8.self))
  }

  /// Writes a file below the work tree, and the directories above it.
  package func write(_ path: String, _ text: String, executable: Bool = false) throws {
    let file = root.pushing(FilePath(path))
    try makeDirectory(FilePath(path).removingLastComponent().string)
    let permissions: FilePermissions = executable ? [.ownerReadWriteExecute] : [.ownerReadWrite]
    let descriptor = try FileDescriptor.open(
      file, .writeOnly, options: [.create, .truncate, .closeOnExec], permissions: permissions)
    try descriptor.closeAfter { _ = try descriptor.writeAll(Array(text.utf8)) }
    if unsafe chmod(file.string, permissions.rawValue) != 0 { throw Errno(rawValue: errno) }
  }

  /// Makes a directory below the work tree, and those above it.
  package func makeDirectory(_ path: String) throws {
    var place = root.pushing(FilePath(path)).lexicallyNormalized()
    var missing: [FilePath] = []
    while unsafe access(place.string, F_OK) != 0 {
      missing.append(place)
      place.removeLastComponent()
    }
    for place in missing.reversed() where unsafe mkdir(place.string, 0o755) != 0 {
      throw Errno(rawValue: errno)
    }
  }

  /// Commits everything in the work tree and returns the commit's id.
  @discardableResult
  package func commit(_ message: String) async throws -> String {
    try await git("add", "--all")
    try await git("commit", "--quiet", "--allow-empty", "--message", message)
    return try await git("rev-parse", "HEAD")
  }

  private var environment: [Environment.Key: String] {
    [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": directory.appending("home").string,
      "GIT_CONFIG_NOSYSTEM": "1", "TZ": "UTC", "LC_ALL": "C",
      "GIT_AUTHOR_NAME": "A U Thor", "GIT_AUTHOR_EMAIL": "author@example.com",
      "GIT_AUTHOR_DATE": "1700000000 +0000", "GIT_COMMITTER_NAME": "C O Mitter",
      "GIT_COMMITTER_EMAIL": "committer@example.com", "GIT_COMMITTER_DATE": "1700000000 +0000",
    ]
  }
}
