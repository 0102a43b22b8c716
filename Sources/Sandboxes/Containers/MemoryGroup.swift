import Orchestration
import SystemPackage

/// The control group that limits the memory of a process and of all that runs beside it.
struct MemoryGroup: Hashable {
  /// Where the kernel counts whom it has killed at the limit.
  let counter: FilePath

  /// Nil where there is no such group.
  ///
  /// - Parameter groups: the content of `/proc/<pid>/cgroup`, one `number:controllers:path` a line. The second version
  ///   of control groups has number 0 and no list of controllers.
  init?(_ groups: String) {
    let lines = groups.split(separator: "\n").map { line in
      line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    }.filter { $0.count == 3 }
    if let own = lines.first(where: { $0[1].split(separator: ",").contains("memory") }) {
      counter = FilePath("/sys/fs/cgroup/memory\(own[2])/memory.oom_control")
    } else if let unified = lines.first(where: { $0[0] == "0" }) {
      counter = FilePath("/sys/fs/cgroup\(unified[2])/memory.events")
    } else {
      return nil
    }
  }

  /// - Parameter counts: the content of `counter`, one `name number` a line.
  static func kills(in counts: String) -> Int {
    for line in counts.split(separator: "\n") {
      let fields = line.split(separator: " ")
      if fields.count == 2, fields[0] == "oom_kill", let count = Int(fields[1]) { return count }
    }
    return 0
  }
}

extension Container {
  /// How many processes in it the kernel has killed because they took more memory than they may; 0 where it does not
  /// tell.
  var memoryKills: Int {
    guard let groups = ProcessTable.text(of: "/proc/\(firstProcess.pid)/cgroup"),
      let group = MemoryGroup(groups), let counts = ProcessTable.text(of: group.counter.string)
    else { return 0 }
    return MemoryGroup.kills(in: counts)
  }
}
