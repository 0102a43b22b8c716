import CLinux
import Dispatch
import FoundationEssentials
import Glibc
package import Orchestration
import SystemPackage

/// The processes of this machine. Nobody is signalled by number alone: a process is its number, its start time
/// and the boot, and the signal goes through a pidfd, so that a number that was given anew is never hit.
package enum ProcessTable {
  /// Nil when there is no such process. A zombie still has an identity.
  package static func identity(of pid: Int32) -> ProcessIdentity? {
    entry(pid).map(identity)
  }

  package static var current: ProcessIdentity? { identity(of: getpid()) }

  /// Whether exactly this process still runs. A zombie does not.
  package static func isAlive(_ process: ProcessIdentity) -> Bool {
    guard let entry = entry(process.pid) else { return false }
    return !entry.isZombie && identity(entry) == process
  }

  /// Sends `number` to exactly this process; false when it is gone or not ours to signal.
  @discardableResult
  package static func signal(_ process: ProcessIdentity, _ number: Int32) -> Bool {
    let descriptor = orchestrate_pidfd_open(process.pid)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    // From here on the descriptor means one process; the question is only whether it is the right one.
    guard identity(of: process.pid) == process else { return false }
    return orchestrate_pidfd_send_signal(descriptor, number) == 0
  }

  /// Returns when exactly this process has ended; at once when it has already. Cancellation does not end the wait.
  package static func exit(of process: ProcessIdentity) async {
    let descriptor = orchestrate_pidfd_open(process.pid)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    guard isAlive(process) else { return }
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "process exit").async {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while unsafe poll(&request, 1, -1) < 0 && errno == EINTR {}
        continuation.resume()
      }
    }
  }

  /// All living processes below `process`, nearest first.
  package static func descendants(of process: ProcessIdentity) -> [ProcessIdentity] {
    descendants(of: process.pid, among: scan()).filter { !$0.isZombie }.map(identity)
  }

  /// The living processes of this user, except this one, whose environment has `ORCHESTRATE_NONCE=<nonce>`.
  package static func marked(by nonce: Nonce) -> [ProcessIdentity] {
    scan().filter { !$0.isZombie && isMarked($0, by: nonce) }.map(identity)
  }

  /// Ends what an attempt left behind, and says what could not be ended.
  package static func endAll(markedBy nonce: Nonce, grace: Duration = .seconds(5)) async -> [ProcessIdentity]
  {
    await end(grace: grace) { marked(by: nonce) }
  }

  /// TERM to all that `find` finds, KILL to what is left after `grace`. Looks again until nothing is found, for a
  /// process may have been born meanwhile; gives up ten seconds after the first KILL and returns the survivors.
  /// Parents hear of it before their children: a shell that waits for one would take its death for the usual end,
  /// and leave without its last words.
  static func end(grace: Duration, find: () -> [ProcessIdentity]) async -> [ProcessIdentity] {
    let time = WorkingTime()
    var asked: Set<ProcessIdentity> = []
    var pause = Duration.milliseconds(5)
    while true {
      let found = find().sorted { ($0.started, $0.pid) < ($1.started, $1.pid) }
      if found.isEmpty || time.elapsed > grace + .seconds(10) { return found }
      if time.elapsed >= grace {
        for process in found { signal(process, SIGKILL) }
      } else {
        for process in found where asked.insert(process).inserted { signal(process, SIGTERM) }
      }
      await WorkingTime.pause(min(pause, max(.milliseconds(5), grace - time.elapsed)))
      pause = min(pause * 2, .milliseconds(100))
    }
  }
}

extension ProcessTable {
  /// `/proc/sys/kernel/random/boot_id`.
  private static let boot = String(
    decoding: (bytes(of: "/proc/sys/kernel/random/boot_id") ?? []).prefix { $0 != UInt8(ascii: "\n") },
    as: UTF8.self)

  static func identity(_ entry: ProcessEntry) -> ProcessIdentity {
    ProcessIdentity(pid: entry.pid, started: entry.started, boot: boot)
  }

  static func entry(_ pid: Int32) -> ProcessEntry? {
    bytes(of: "/proc/\(pid)/stat").flatMap(ProcessEntry.init(stat:))
  }

  static func scan() -> [ProcessEntry] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { Int32($0) }.compactMap(entry)
  }

  static func descendants(of root: Int32, among entries: [ProcessEntry]) -> [ProcessEntry] {
    let children = Dictionary(grouping: entries, by: \.parent)
    var found: [ProcessEntry] = []
    var next = children[root] ?? []
    while !next.isEmpty {
      found += next
      next = next.flatMap { children[$0.pid] ?? [] }
    }
    return found
  }

  /// The program and its arguments; empty for a zombie, and where nobody may see them.
  static func arguments(of pid: Int32) -> [String] {
    (bytes(of: "/proc/\(pid)/cmdline") ?? []).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The other processes in the pid namespace that begins with `first`, those that lost their environment included.
  static func inhabitants(besides first: ProcessIdentity, among entries: [ProcessEntry]) -> [ProcessEntry] {
    guard let home = namespace(of: first.pid), home != namespace(of: getpid()) else { return [] }
    return entries.filter { $0.pid != first.pid && namespace(of: $0.pid) == home }
  }

  private static func namespace(of pid: Int32) -> String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/ns/pid")
  }

  static func isMarked(_ entry: ProcessEntry, by nonce: Nonce) -> Bool {
    guard entry.pid != getpid(), let status = try? Stat(FilePath("/proc/\(entry.pid)")),
      status.userID.rawValue == getuid(),
      let environment = bytes(of: "/proc/\(entry.pid)/environ")
    else {
      return false
    }
    let mark = Array("\(CommandEnvironment.nonceName)=\(nonce)".utf8)
    return environment.split(separator: 0).contains { $0.elementsEqual(mark) }
  }

  /// Decoded leniently; nil where it cannot be read.
  static func text(of path: String) -> String? { bytes(of: path).map { String(decoding: $0, as: UTF8.self) } }

  /// Files of `/proc` have no size: they are read until they end.
  static func bytes(of path: String) -> [UInt8]? {
    guard let file = try? FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec) else {
      return nil
    }
    defer { try? file.close() }
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = try? unsafe buffer.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
      guard let count else { return nil }
      if count == 0 { return all }
      all += buffer.prefix(count)
    }
  }
}
