/// How a task uses a resource.
package enum LockMode: String, Hashable, Sendable, Codable, CaseIterable {
  case read, write

  /// Whether two tasks may not use one resource in these two ways at the same time.
  package func conflicts(with other: LockMode) -> Bool {
    switch (self, other) {
    case (.read, .read): false
    case (.read, .write), (.write, .read), (.write, .write): true
    }
  }
}
