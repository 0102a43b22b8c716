import ArgumentParser
import FoundationEssentials
import Git
import SystemPackage

/// `hook`: what the installed hooks call, where they may have something to do.
struct HookCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hook", abstract: "Do the part of a git hook; the hooks that 'init' installs call it.",
    discussion: "What goes wrong in it is one line on standard error: a commit or a push never fails for it.",
    shouldDisplay: false)

  enum Name: String, ExpressibleByArgument, CaseIterable {
    case commitMessage = "commit-msg"
    case postCommit = "post-commit"
    case prePush = "pre-push"
    /// Works off what post-commit left, in a process of its own.
    case errands
  }

  @Argument(help: "The hook.")
  var name: Name

  @Argument(
    parsing: .captureForPassthrough, help: ArgumentHelp("What git gives to the hook.", visibility: .hidden))
  var arguments: [String] = []

  func run() async throws {
    do {
      let environment = ProcessInfo.processInfo.environment
      let workspace = Workspace(try Preflight.locate(at: "."), environment)
      switch name {
      case .commitMessage: try TaskCommit(workspace)?.refuseUndeclared()
      case .postCommit:
        if let commit = try TaskCommit(workspace) { return try commit.tellUndeclared() }
        try CommitTrigger(workspace: workspace).fire()
      case .prePush: try PushGuard(workspace: workspace).judge(StandardInput.lines)
      case .errands: try await ErrandRunner(workspace: workspace).run()
      }
    } catch let refusal as HookRefusal {
      say("error: \(refusal.what)", "hint: \(refusal.hint)")
      throw ExitCode.failure
    } catch {
      say("orchestrate: \(Failure(describing: error).what.onOneLine)")
    }
  }

  private func say(_ lines: String...) { for line in lines { write(line + "\n", to: 2) } }
}

/// What a hook ends with to keep git from going on; any other error lets it.
struct HookRefusal: Error, Hashable {
  let what: String
  let hint: String
}

/// What git writes to a hook.
enum StandardInput {
  static var lines: [String] {
    var lines: [String] = []
    while let line = readLine() { lines.append(line) }
    return lines
  }
}
