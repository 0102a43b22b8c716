import SystemPackage
import Testing

@testable import Sandboxes

struct SandboxTests {
  private let command = Command(["make", "test"], in: "/tree", environment: ["A": "b"], input: [1])

  @Test func noneChangesNothing() {
    #expect(Sandbox(kind: .none).wrap(command) == command)
  }

  @Test func theShimGoesBeforeTheCommand() {
    var wrapped = command
    wrapped.arguments = ["/bin/orchestrate-worker", "exec", "42", "--", "make", "test"]
    let shim = Sandbox.Shim(program: "/bin/orchestrate-worker", parent: 42)
    #expect(Sandbox(kind: .none, shim: shim).wrap(command) == wrapped)
  }
}
