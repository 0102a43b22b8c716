import FoundationEssentials
import Journal
import Orchestration
import Sandboxes
import SystemPackage

/// `orchestrate/errands`: what commits asked for, one file each, until it is worked off.
struct ErrandBox {
  private let directory: FilePath

  init(_ state: StateDirectory) { directory = state.errands }

  /// What the process that works them off printed.
  var log: FilePath { directory.appending("output.log") }
  private var lock: FilePath { directory.appending("lock") }
  private var last: FilePath { directory.appending("last.json") }

  /// To be done before the lock is tried: then either its holder sees the errand, or the lock is free.
  func submit(_ errand: Errand, at time: Timestamp) throws {
    try JSONFile.write(errand, to: directory.appending("\(time.milliseconds)-\(errand.commit.short).json"))
  }

  /// The names of what is left, oldest first.
  func names() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.string)) ?? []
    return names.filter { $0.first?.isNumber == true }.sorted()
  }

  /// Nil for a file that is gone, or that no errand of ours is in.
  func errand(_ name: String) -> Errand? {
    (try? JSONFile.read(Errand.self, from: directory.appending(name))) ?? nil
  }

  func remove(_ name: String) throws { try UserFile(path: directory.appending(name)).remove() }

  /// Nil while another process is at it.
  func take() throws -> FileLock? {
    guard let identity = ProcessTable.current else { return nil }
    if case .acquired(let lock) = try FileLock.acquire(lock, for: identity) { return lock }
    return nil
  }

  var isBeingWorkedOff: Bool { (try? FileLock.status(lock)) != .free }

  func record(_ outcome: ErrandOutcome) throws { try JSONFile.write(outcome, to: last) }

  var outcome: ErrandOutcome? { (try? JSONFile.read(ErrandOutcome.self, from: last)) ?? nil }
}
