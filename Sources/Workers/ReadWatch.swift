import Glibc
import Orchestration

/// Finds, in what an agent's tool calls name, what its task did not say that it reads. Paths in no resource are
/// nobody's: everyone reads the README.
struct ReadWatch {
  /// The task's worktree, an absolute path.
  var worktree: String
  var claims: Claims
  var resources: [Resource]
  private var seen: Set<ResourceName> = []

  init(worktree: String, claims: Claims, resources: [Resource]) {
    self.worktree = worktree
    self.claims = claims
    self.resources = resources
  }

  /// The undeclared resources that the call is the first to look at.
  mutating func news(in call: AgentText) -> [AccessRead] {
    var news: [AccessRead] = []
    for path in (call.paths ?? []).compactMap(inside) {
      for name in touched(by: path) where claims.mode(of: name) == nil && seen.insert(name).inserted {
        news.append(AccessRead(resource: name, path: RepositoryPath(path)))
      }
    }
    return news
  }

  /// The path from the worktree's root; nil for one outside of it.
  private func inside(_ path: String) -> String? {
    var rest = path[...]
    if rest.hasPrefix("/") {
      guard rest.hasPrefix(worktree + "/") else { return nil }
      rest = rest.dropFirst(worktree.count + 1)
    }
    var components: [Substring] = []
    for component in rest.split(separator: "/") where component != "." {
      guard component != ".." else { return nil }
      components.append(component)
    }
    return components.isEmpty ? nil : components.joined(separator: "/")
  }

  /// The resources of a file that is there, or that hold all of a directory.
  private func touched(by path: String) -> [ResourceName] {
    var status = stat()
    guard unsafe lstat("\(worktree)/\(path)", &status) == 0 else { return [] }
    switch status.st_mode & S_IFMT {
    case S_IFREG:
      let file = RepositoryPath(path)
      return resources.filter { $0.contains(file) }.map(\.name)
    case S_IFDIR:
      guard let below = Glob(path + "/**") else { return [] }
      return resources.filter { below.isCovered(byAny: $0.paths) }.map(\.name)
    default: return []
    }
  }
}
