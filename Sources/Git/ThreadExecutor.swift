import Glibc
import Synchronization

/// A serial executor with a thread of its own, so that blocking on locks and disks holds up no other task.
final class ThreadExecutor: SerialExecutor {
  private struct Queue {
    var jobs: [UnownedJob] = []
    var isStopped = false
  }

  private let queue = Mutex(Queue())
  /// A socket pair that carries a byte a job: a condition variable would need memory at a fixed address.
  private let wakes: (read: Int32, write: Int32)

  init() throws {
    var ends: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard unsafe socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw SystemError("create", "socket pair") }
    wakes = (ends[0], ends[1])
    var thread = pthread_t()
    let retained = unsafe Unmanaged.passRetained(self)
    let code = unsafe pthread_create(
      &thread, nil,
      { argument in
        guard let argument = unsafe argument else { return nil }
        unsafe Unmanaged<ThreadExecutor>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, retained.toOpaque())
    guard code == 0 else {
      unsafe retained.release()
      throw SystemError("create", "thread", errno: code)
    }
    pthread_detach(thread)
  }

  deinit {
    close(wakes.read)
    close(wakes.write)
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.withLock { $0.jobs.append(job) }
    wake()
  }

  /// Ends the thread once the queue is empty.
  func stop() {
    queue.withLock { $0.isStopped = true }
    wake()
  }

  private func wake() {
    var one: UInt8 = 1
    while unsafe write(wakes.write, &one, 1) < 0 && errno == EINTR {}
  }

  private func run() {
    var one: UInt8 = 0
    while true {
      if unsafe read(wakes.read, &one, 1) < 0 && errno != EINTR { return }
      let (job, isStopped) = queue.withLock { queue in
        (queue.jobs.isEmpty ? nil : queue.jobs.removeFirst(), queue.isStopped)
      }
      if let job {
        unsafe job.runSynchronously(on: asUnownedSerialExecutor())
      } else if isStopped {
        return
      }
    }
  }
}
