import CLinux
import Glibc
import Orchestration

/// The processes that one command became: the first of them, its descendants, those that carry its mark, and those
/// that stayed in its session when their parents died. We adopt orphans, so whatever left the command's group is
/// still found below us.
struct ProcessTree: Sendable {
  let leader: ProcessIdentity
  let nonce: Nonce?
  /// Every descendant of this process belongs to the command: one command runs at a time.
  let isAlone: Bool

  /// From now on orphans among our descendants become our children, where they can be found.
  static func adoptOrphans() { _ = orchestrate_adopt_orphans() }

  /// Ends every process of the command that still lives.
  func end(grace: Duration) async {
    _ = await ProcessTable.end(grace: grace) { living().map(ProcessTable.identity) }
  }

  /// Adopted children that are dead are taken off the process table on the way; the first process is not, its exit
  /// code belongs to whoever started it.
  private func living() -> [ProcessEntry] {
    let members = members(among: ProcessTable.scan())
    for dead in members where dead.isZombie && dead.parent == getpid() && dead.pid != leader.pid {
      waitpid(dead.pid, nil, WNOHANG)
    }
    return members.filter { !$0.isZombie }
  }

  private func members(among entries: [ProcessEntry]) -> [ProcessEntry] {
    let below = ProcessTable.descendants(of: getpid(), among: entries)
    let members = isAlone ? below : attributed(below, among: entries)
    guard let nonce else { return members }
    let known = Set(members)
    return members
      + entries.filter { !$0.isZombie && !known.contains($0) && ProcessTable.isMarked($0, by: nonce) }
  }

  /// Those of our descendants that this command became, where others run beside it.
  private func attributed(_ below: [ProcessEntry], among entries: [ProcessEntry]) -> [ProcessEntry] {
    // The number is only given anew when nothing of the old process's session is left.
    let isReused = entries.contains { $0.pid == leader.pid && $0.started != leader.started }
    if isReused { return [] }
    let own = Set(ProcessTable.descendants(of: leader.pid, among: entries))
    return below.filter { $0.pid == leader.pid || $0.session == leader.pid || own.contains($0) }
  }
}
