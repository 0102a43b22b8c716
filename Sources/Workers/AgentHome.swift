import Agents
import FoundationEssentials
import SystemPackage

/// An agent's directory in a task's home: its sessions stay there as long as the task.
struct AgentHome {
  let account: AgentAccount
  /// The task's home.
  let home: FilePath

  /// Makes it, with the person's login in it. Only that one file, and never a copy: what the agent renews is
  /// renewed for the person, and nobody is logged out. Without a login in `environment` there is none.
  func prepare(linkingLoginOf environment: [String: String]) throws {
    let directory = home.appending(account.directory)
    try FileManager.default.createDirectory(
      atPath: directory.string, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    guard let login = Self.login(of: account, in: environment) else { return }
    let link = directory.appending(account.loginFile).string
    let known = try? FileManager.default.destinationOfSymbolicLink(atPath: link)
    guard known != login.string else { return }
    try? FileManager.default.removeItem(atPath: link)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: login.string)
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
