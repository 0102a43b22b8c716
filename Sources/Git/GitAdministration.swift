/// The one place of the process where refs move and worktrees come and go in a repository: in order, on a thread
/// of its own, because libgit2's worktree administration collides with itself and its locks are waited for.
package actor GitAdministration {
  private let executor: ThreadExecutor
  private let repository: Repository

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// `directory` is the common directory of the repository.
  package init(_ directory: String) throws {
    repository = try Repository(at: directory)
    executor = try ThreadExecutor()
  }

  deinit { executor.stop() }

  /// Runs `body` alone. It may block; nothing of the repository may leave it but values.
  package func perform<Result: Sendable>(
    _ body: @Sendable (borrowing Repository) throws -> Result
  ) throws -> Result {
    try body(repository)
  }
}
