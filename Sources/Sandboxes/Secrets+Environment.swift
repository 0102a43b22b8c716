import Glibc
package import Orchestration

extension Secrets {
  /// Those among the variables that this machine takes for secrets: a path, or a list of paths as in `PATH`, of which
  /// something exists, is none.
  package init(among variables: [String: String]) {
    self.init(of: variables) { value in
      value.split(separator: ":").contains { unsafe $0.hasPrefix("/") && access(String($0), F_OK) == 0 }
    }
  }
}
