import Orchestration

/// Which lines of a run's history somebody asked for.
struct LogFilter {
  /// All tasks when empty.
  var tasks: Set<TaskID> = []
  private var type: Glob?
  private var pattern: Regex<AnyRegexOutput>?

  /// - Parameter type: a glob on the event's type, such as `doctor.*`.
  init(tasks: [TaskID] = [], type: String? = nil, pattern: String? = nil) throws {
    self.tasks = Set(tasks)
    if let type {
      guard let glob = Glob(type) else {
        throw Failure("--type \(type) is no pattern", hint: "for example: --type 'doctor.*'", code: .usage)
      }
      self.type = glob
    }
    if let pattern {
      do { self.pattern = try Regex(pattern) } catch {
        throw Failure(
          "--grep \(pattern) is no regular expression",
          hint: "put a \\ before characters like ( [ * to mean them",
          code: .usage, causes: ["\(error)"])
      }
    }
  }

  /// Whether the record can be one, as far as its task and type say.
  func admits(_ record: EventRecord) -> Bool {
    if !tasks.isEmpty, record.task.map(tasks.contains) != true { return false }
    return type?.matches(RepositoryPath(record.event.type)) ?? true
  }

  /// Whether the line, as a person would read it, has what was asked for.
  func admits(_ line: String) -> Bool { pattern.map { line.contains($0) } ?? true }
}
