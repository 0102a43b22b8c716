import SystemPackage
import Testing

@testable import Sandboxes

struct MemoryGroupTests {
  @Test(arguments: [
    ("0::/docker/1\n", "/sys/fs/cgroup/docker/1/memory.events"),
    ("0::/\n", "/sys/fs/cgroup/memory.events"),
    (
      "9:name=systemd:/x\n5:cpu,cpuacct:/y\n4:memory:/docker/1\n0::/z\n",
      "/sys/fs/cgroup/memory/docker/1/memory.oom_control"
    ),
    ("3:cpu:/y\n0::/system.slice/a:b.scope\n", "/sys/fs/cgroup/system.slice/a:b.scope/memory.events"),
  ])
  func theCounterIsThatOfTheOwnGroup(groups: String, counter: String) {
    #expect(MemoryGroup(groups)?.counter.string == counter)
  }

  @Test func withoutControlGroupsThereIsNone() {
    #expect(MemoryGroup("") == nil)
    #expect(MemoryGroup("3:cpu:/y\n") == nil)
  }

  @Test(arguments: [
    ("oom_kill_disable 0\nunder_oom 0\noom_kill 3\n", 3),
    ("low 0\nhigh 0\nmax 80\noom 2\noom_kill 1\noom_group_kill 5\n", 1), ("", 0), ("max 4\n", 0),
  ])
  func killedProcessesAreCounted(counts: String, kills: Int) {
    #expect(MemoryGroup.kills(in: counts) == kills)
  }
}
