import CLinux
@unsafe @preconcurrency import Dispatch
import Glibc
import Journal
import Orchestration
import Sandboxes
import SystemPackage

/// A worker as a process: launched into a session of its own, or found again by its identity.
struct WorkerProcess: Sendable {
  /// Something may have happened.
  enum Tick: Sendable {
    /// Time has passed: there may be new events.
    case time
    case ended
  }

  let identity: ProcessIdentity
  private let isChild: Bool

  init(adopting identity: ProcessIdentity) {
    self.identity = identity
    isChild = false
  }

  /// Starts the worker detached: session of its own, no terminal, output to a file, our descriptors closed.
  init(launching program: FilePath, for directory: AttemptDirectory, environment: [String: String]) throws {
    let spawn = Spawn(
      program: program, arguments: ["run", directory.path.string], environment: environment)
    let pid = try spawn.detached(output: directory.path.appending("worker.log"))
    guard let identity = ProcessTable.identity(of: pid) else { throw Errno.noSuchProcess }
    self.identity = identity
    isChild = true
  }

  /// A stream that ticks ten times a second and ends with `.ended`, at once when the process is gone.
  func watch() throws -> AsyncStream<Tick> {
    let (stream, continuation) = AsyncStream.makeStream(of: Tick.self, bufferingPolicy: .bufferingNewest(2))
    let descriptor = orchestrate_pidfd_open(identity.pid)
    guard descriptor >= 0, ProcessTable.identity(of: identity.pid) == identity else {
      if descriptor >= 0 { close(descriptor) }
      continuation.yield(.ended)
      continuation.finish()
      return stream
    }
    let queue = DispatchQueue(label: "worker \(identity.pid)")
    let end = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
    let timer = DispatchSource.makeTimerSource(queue: queue)
    end.setEventHandler {
      continuation.yield(.ended)
      continuation.finish()
    }
    end.setCancelHandler { close(descriptor) }
    timer.setEventHandler { continuation.yield(.time) }
    timer.schedule(deadline: .now() + .milliseconds(100), repeating: .milliseconds(100))
    continuation.onTermination = { _ in
      end.cancel()
      timer.cancel()
    }
    end.resume()
    timer.resume()
    return stream
  }

  /// Takes the exit status of a child that has ended, so that no zombie stays.
  func reap() {
    var status: Int32 = 0
    if isChild { unsafe waitpid(identity.pid, &status, 0) }
  }
}
