import Glibc
package import Orchestration
import SystemPackage

/// A container that runs, and that ends with whoever holds this.
package struct Container: Sendable {
  /// As this machine sees it.
  package let firstProcess: ProcessIdentity
  private let lifeLine: LifeLine

  /// Starts the container of a confinement; nil where it has none. Throws `ContainerError`; whatever has come of it
  /// ends by itself then.
  ///
  /// - Parameter shim: ties the engine's client to this process.
  package static func start(
    for confinement: Confinement, nonce: Nonce, shim: Sandbox.Shim? = nil
  ) async throws -> Container? {
    guard let order = confinement.container else { return nil }
    let engine = ContainerEngine(
      confinement.kind, program: confinement.program, environment: order.environment, shim: shim)
    let lifeLine: LifeLine
    do { lifeLine = try LifeLine(at: FilePath(order.lock)) } catch {
      throw ContainerError("\(order.lock): \(error)")
    }
    openWays(through: confinement)
    _ = try await engine.call(ContainerStart(order, confinement, nonce).arguments)
    let pid = try await engine.call(["inspect", "--format", "{{.State.Pid}}", order.name])
    guard let pid = Int32(pid.filter { !$0.isWhitespace }),
      ProcessTable.arguments(of: pid).last == order.lock, let first = ProcessTable.identity(of: pid)
    else {
      throw ContainerError("\(order.name) has ended at once, or its engine runs on another machine")
    }
    return Container(firstProcess: first, lifeLine: lifeLine)
  }

  /// What hides a directory gets that directory's mode from the engine, and root for its owner. It has to let through
  /// to what is mounted below it; the directory itself can be listed by its owner alone, as before.
  private static func openWays(through confinement: Confinement) {
    for (path, access) in confinement.mounts where access == .masked { unsafe chmod(path, 0o711) }
  }

  /// Runs `body` in the container of a confinement, which ends with it; in none where it has none.
  package static func with<Result: Sendable>(
    _ confinement: Confinement, nonce: Nonce, shim: Sandbox.Shim? = nil,
    _ body: (Container?) async throws -> Result
  ) async throws -> Result {
    let container = try await start(for: confinement, nonce: nonce, shim: shim)
    do {
      let result = try await body(container)
      await container?.end()
      return result
    } catch {
      await container?.end()
      throw error
    }
  }

  package var isAlive: Bool { ProcessTable.isAlive(firstProcess) }

  /// Returns when nothing in it runs any more. Cancellation does not end the wait.
  package func end() async {
    lifeLine.release()
    _ = await ProcessTable.end(grace: .seconds(2)) { isAlive ? [firstProcess] : [] }
  }
}
