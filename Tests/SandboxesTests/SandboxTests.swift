import Orchestration
import SystemPackage
import Testing

@testable import Sandboxes

struct SandboxTests {
  private let command = Command(
    ["make", "test"], in: "/tree", environment: ["A": "b", "HOME": "/h"], input: [1])

  @Test func noneChangesNothing() {
    #expect(Sandbox(.none).wrap(command) == command)
  }

  @Test func theShimGoesBeforeTheCommand() {
    var wrapped = command
    wrapped.arguments = ["/bin/orchestrate-worker", "exec", "42", "--", "make", "test"]
    let shim = Sandbox.Shim(program: "/bin/orchestrate-worker", parent: 42)
    #expect(Sandbox(.none, shim: shim).wrap(command) == wrapped)
  }

  @Test func bubblewrapMountsWhatIsDeeperLater() {
    let access: [String: Confinement.Access] = [
      "/tree": .writable, "/tree/.git": .readable, "/r/.git": .readable, "/r/.git/orchestrate": .masked,
      "/r/.git/orchestrate/home": .writable, "/tmp/x": .writable,
    ]
    let wrapped = Sandbox(Confinement(.bubblewrap, program: "/b", access: access)).wrap(command)
    let line = wrapped.arguments.joined(separator: " ")
    #expect(line.hasPrefix("/b --unshare-all --share-net --die-with-parent --new-session --cap-drop ALL "))
    #expect(
      line.contains(
        "--proc /proc --ro-bind /r/.git /r/.git --tmpfs /r/.git/orchestrate --bind /r/.git/orchestrate/home"))
    #expect(
      line.contains("--tmpfs /tmp --bind /tmp/x /tmp/x --bind /tree /tree --ro-bind /tree/.git /tree/.git"))
    #expect(line.hasSuffix("--remount-ro / --remount-ro /r/.git/orchestrate --chdir /tree -- make test"))
    #expect(wrapped.environment == command.environment && wrapped.input == [1])
  }

  @Test func bubblewrapHasANetworkOnlyWhereItMay() {
    let confinement = Confinement(.bubblewrap, program: "/b", hasNetwork: false)
    #expect(!Sandbox(confinement).wrap(command).arguments.contains("--share-net"))
  }
}
