import Journal
import SystemPackage

/// What `init` changed in this clone: the value of `install.json`. It is written before the change is made, so that
/// whatever was made can be taken back.
struct Installation: Codable, Hashable {
  var version = 1
  var exclude: ExcludeFile.Edit?
  /// The tasks directory, where `init` made it: an absolute path.
  var tasksDirectory: String?
  var hooks: HookInstallation.Record?

  static func file(in state: StateDirectory) -> FilePath { state.path.appending("install.json") }

  static func read(from state: StateDirectory) throws -> Installation? {
    try JSONFile.read(Installation.self, from: file(in: state))
  }

  func write(to state: StateDirectory) throws { try JSONFile.write(self, to: Installation.file(in: state)) }
}
