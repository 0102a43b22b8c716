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
  /// The first process of the container that the command entered. It stays; whatever else runs in there is the
  /// command's.
  let container: ProcessIdentity?

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
    var members = Set(isAlone ? below : attributed(below, among: entries))
    if let nonce {
      members.formUnion(entries.filter { !$0.isZombie && ProcessTable.isMarked($0, by: nonce) })
    }
    if let container {
      members.formUnion(ProcessTable.inhabitants(besides: container, among: entries))
      return members.filter { $0.pid != container.pid }
    }
    return Array(members)
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
