import Synchronization

/// Runs everything of a simulation on the caller's thread, one job at a time in an order that the seed chooses:
/// when no job is left, nothing in the simulated process can move by itself.
final class SeededExecutor: TaskExecutor {
  private struct Queue {
    var jobs: [UnownedJob] = []
    var random: SeededGenerator
  }

  private let queue: Mutex<Queue>

  init(seed: UInt64) { queue = Mutex(Queue(random: SeededGenerator(seed: seed, for: "jobs"))) }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.withLock { $0.jobs.append(job) }
  }

  /// Runs until nothing is left to run; false when there still is something after so many jobs.
  func drain(limit: Int) -> Bool {
    for _ in 0..<limit {
      guard let job = next() else { return true }
      unsafe job.runSynchronously(on: asUnownedTaskExecutor())
    }
    return false
  }

  private func next() -> UnownedJob? {
    queue.withLock { queue in
      guard !queue.jobs.isEmpty else { return nil }
      return queue.jobs.remove(at: Int.random(in: 0..<queue.jobs.count, using: &queue.random))
    }
  }
}
