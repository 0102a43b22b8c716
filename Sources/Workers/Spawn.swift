import CLinux
import Glibc
package import SystemPackage

/// Starts a program that is to outlive us.
package struct Spawn: Sendable {
  package var program: FilePath
  package var arguments: [String]
  package var environment: [String: String]

  package init(program: FilePath, arguments: [String], environment: [String: String]) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
  }

  /// Starts it in a session of its own, in `/`, with an empty standard input, its output appended to a file, all
  /// other descriptors closed and all signals as at the beginning. Returns its process id, or throws
  /// `SpawnError`.
  package func detached(output: FilePath) throws -> Int32 {
    do {
      return try spawn(output)
    } catch let reason as Errno {
      throw SpawnError(program: program, output: output, reason: reason)
    }
  }

  private func spawn(_ output: FilePath) throws -> Int32 {
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    try check(unsafe posix_spawn_file_actions_init(&actions))
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    try check(unsafe posix_spawnattr_init(&attributes))
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    try check(unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0))
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW
    try check(unsafe posix_spawn_file_actions_addopen(&actions, 1, output.string, flags, 0o600))
    try check(unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2))
    try check(unsafe orchestrate_spawn_close_from(&actions, 3))
    try check(unsafe orchestrate_spawn_change_directory(&actions, "/"))
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    try check(unsafe posix_spawnattr_setsigmask(&attributes, &signals))
    unsafe sigfillset(&signals)
    try check(unsafe posix_spawnattr_setsigdefault(&attributes, &signals))
    try check(unsafe orchestrate_spawn_set_detached(&attributes))
    return try unsafe start(&actions, &attributes)
  }

  private func start(
    _ actions: inout posix_spawn_file_actions_t, _ attributes: inout posix_spawnattr_t
  ) throws -> Int32 {
    var argv = unsafe ([program.string] + arguments).map { unsafe strdup($0) } + [nil]
    var envp = unsafe environment.map { unsafe strdup("\($0)=\($1)") } + [nil]
    defer { unsafe (argv + envp).forEach { unsafe free($0) } }
    var pid: pid_t = 0
    try check(unsafe posix_spawn(&pid, program.string, &actions, &attributes, &argv, &envp))
    return pid
  }

  private func check(_ code: Int32) throws(Errno) {
    if code != 0 { throw Errno(rawValue: code) }
  }
}

/// A program could not be started.
package struct SpawnError: Error, Hashable, CustomStringConvertible {
  package let program: FilePath
  /// Where its output was to go: what cannot be opened is as likely as a missing program.
  package let output: FilePath
  package let reason: Errno

  package var description: String { "cannot start \(program) with its output in \(output): \(reason)" }
}
