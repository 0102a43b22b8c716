import SystemPackage
import Testing

@testable import Sandboxes

struct MountTableTests {
  private let mounts = MountTable(
    """
    22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
    23 22 0:21 / /proc rw - proc proc rw
    30 22 254:1 / /data rw - ext4 /dev/vdb rw
    31 22 254:1 /homes /home rw - ext4 /dev/vdb rw
    32 22 254:1 /homes/u/src /mnt/my\\040work rw - ext4 /dev/vdb rw
    """)

  @Test(arguments: [
    ("/home/u/src/repo", ["/data/homes/u/src/repo", "/home/u/src/repo", "/mnt/my work/repo"]),
    ("/data/homes/u", ["/data/homes/u", "/home/u"]), ("/data/other", ["/data/other"]), ("/etc", ["/etc"]),
  ])
  func aDirectoryHasAllItsNames(path: String, names: [String]) {
    #expect(mounts.names(of: FilePath(path)).map(\.string) == names)
  }

  @Test func withoutATableAPathHasOneName() {
    #expect(MountTable("").names(of: "/a") == ["/a"])
  }
}
