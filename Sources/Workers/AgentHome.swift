import Agents
import FoundationEssentials
import Sandboxes
import SystemPackage

/// An agent's directory in a task's home: its sessions stay there as long as the task.
struct AgentHome {
  let account: AgentAccount
  let home: PrivateHome

  /// Makes it, with a link to the person's login in it. Only that one file, and never a copy: what the agent renews
  /// is renewed for the person, and nobody is logged out.
  func prepare(login: FilePath?) throws {
    try home.makeDirectory(FilePath(account.directory))
    guard let login else { return }
    try home.link(FilePath(account.directory).appending(account.loginFile), to: login)
  }

  /// The file that the person's own login left, where there is one.
  static func login(of account: AgentAccount, in environment: [String: String]) -> FilePath? {
    let own = environment[account.directoryVariable].map { FilePath($0) }
    guard let directory = own ?? environment["HOME"].map({ FilePath($0).appending(account.directory) }),
      directory.isAbsolute
    else { return nil }
    let file = directory.appending(account.loginFile)
    return FileManager.default.fileExists(atPath: file.string) ? file : nil
  }
}
