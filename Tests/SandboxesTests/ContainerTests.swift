import Orchestration
import SystemPackage
import TestSupport
import Testing

@testable import Sandboxes

struct ContainerTests {
  private let rules = ContainerRules(
    image: "sha256:1", options: ["--user", "7:7"], environment: ["HOME": "/person", "PATH": "/bin"],
    worker: "/w/orchestrate-worker")

  private func confinement(
    _ kind: SandboxKind = .docker, _ access: [String: Confinement.Access] = [:]
  ) -> Confinement {
    var confinement = Confinement(kind, program: "/d", access: access)
    confinement.container = rules.order(
      for: ContainerOwner(run: "r", task: "t", nonce: Nonce("r-t-1"), directory: "/a"), repository: "/r/.git")
    return confinement
  }

  private func start(_ confinement: Confinement) throws -> String {
    try ContainerStart(#require(confinement.container), confinement, Nonce("r-t-1"))
      .arguments.joined(separator: " ")
  }

  @Test func aCommandEntersWithNamesAndNotWithValues() {
    let command = Command(
      ["make", "test"], in: "/tree", environment: ["A": "b", "PATH": "/bin"], input: [1])
    let wrapped = Sandbox(confinement()).wrap(command)
    let line = "/d exec --interactive --workdir /tree --env A --env PATH git-orchestrate-r-t-1 make test"
    #expect(wrapped.arguments.joined(separator: " ") == line)
    #expect(wrapped.environment == ["A": "b", "HOME": "/person", "PATH": "/bin"])
    #expect(wrapped.input == [1])
  }

  @Test func theClientKeepsItsOwnHome() {
    let command = Command(["true"], in: "/", environment: ["HOME": "/task/home", "TMPDIR": "/task/tmp"])
    let wrapped = Sandbox(confinement()).wrap(command)
    #expect(wrapped.arguments.contains("HOME=/task/home"))
    #expect(wrapped.environment["HOME"] == "/person")
    // Without a runtime directory podman keeps its containers' state below it.
    #expect(wrapped.arguments.contains("TMPDIR=/task/tmp") && wrapped.environment["TMPDIR"] == nil)
  }

  @Test func itSaysWhoseItIsAndDiesWithItsOwner() throws {
    let line = try start(confinement())
    for label in ["repository=/r/.git", "run=r", "task=t", "nonce=r-t-1"] {
      #expect(line.contains("--label org.git-orchestrate.\(label) "))
    }
    #expect(line.contains("--env ORCHESTRATE_NONCE=r-t-1 "))
    #expect(
      line.contains(
        "--mount type=bind,source=/w/orchestrate-worker,destination=/.orchestrate-worker,readonly "))
    #expect(line.hasSuffix("--entrypoint /.orchestrate-worker sha256:1 hold /a/container.lock"))
  }

  @Test func mountsAreThoseOfTheConfinement() throws {
    let access: [String: Confinement.Access] = [
      "/tree": .writable, "/r/.git": .readable, "/r/.git/orchestrate": .masked, "/a,b": .writable,
    ]
    let line = try start(confinement(.docker, access))
    #expect(line.contains("--mount type=bind,source=/tree,destination=/tree "))
    #expect(line.contains("--mount type=bind,source=/r/.git,destination=/r/.git,readonly "))
    #expect(line.contains("--mount type=tmpfs,destination=/r/.git/orchestrate,readonly "))
    #expect(line.contains("--mount type=bind,\"source=/a,b\",\"destination=/a,b\" "))
  }

  /// Without the option podman fills it with the very files that it is to hide.
  @Test func whatIsMaskedIsEmptyInPodmanToo() throws {
    let line = try start(confinement(.podman, ["/r/.git/orchestrate": .masked]))
    #expect(line.contains("type=tmpfs,destination=/r/.git/orchestrate,notmpcopyup,ro=true "))
  }

  @Test func temporaryFilesLeaveRoomInLimitedMemory() throws {
    var confinement = confinement()
    #expect(try start(confinement).contains("--tmpfs /tmp:rw,exec,mode=1777 "))
    confinement.container?.temporaryMB = 64
    for path in ["/run", "/tmp", "/var/tmp"] {
      #expect(try start(confinement).contains("--tmpfs \(path):rw,exec,mode=1777,size=64m "))
    }
  }

  @Test func thereIsANetworkOnlyWhereItMay() throws {
    var confinement = confinement()
    #expect(try !start(confinement).contains("--network"))
    confinement.hasNetwork = false
    #expect(try start(confinement).contains("--network none"))
  }

  @Test(arguments: [
    (SandboxKind.podman, true, "--userns keep-id --user "), (.podman, false, "--user "),
    (.docker, false, "--user "),
  ])
  func whatItWritesIsOurs(kind: SandboxKind, isRootless: Bool, begin: String) throws {
    let options = ContainerRules.user(nil, kind: kind, isRootless: isRootless).joined(separator: " ")
    let own = try FilePath("/proc/self").stat()
    #expect(options == begin + "\(own.userID.rawValue):\(own.groupID.rawValue)")
  }

  @Test func rootInsideRootlessDockerIsUs() {
    #expect(ContainerRules.user(nil, kind: .docker, isRootless: true) == ["--user", "0:0"])
    #expect(ContainerRules.user("dev", kind: .docker, isRootless: false) == ["--user", "dev"])
  }

  @Test func onlyOneHoldsALifeLine() throws {
    let scratch = try ScratchDirectory()
    let file = scratch.path.appending("lock")
    let first = try LifeLine(at: file)
    #expect(throws: Errno.wouldBlock) { try LifeLine(at: file) }
    first.release()
    _ = try LifeLine(at: file)
  }

  @Test func theSystemsProgramsAreTheImagesOwn() {
    var rules = SandboxRules(kind: .podman, program: "/d", commonDirectory: "/nowhere/.git")
    rules.programs = ["/usr/bin", "/root/bin"]
    rules.personalHome = "/root"
    let owner = ContainerOwner(run: "r", task: "t", nonce: Nonce("n"), directory: "/a")
    #expect(rules.confinement(of: "/nowhere", writable: [], for: owner).access["/usr/bin"] == nil)
    rules.kind = .bubblewrap
    #expect(rules.confinement(of: "/nowhere", writable: [], for: owner).access["/usr/bin"] == .readable)
  }
}
