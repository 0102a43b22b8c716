import Configuration
import Git
import Orchestration
import Sandboxes

/// A repository meets the sandbox of this machine: what `init` finds out before it writes the first configuration.
struct SandboxIntroduction {
  /// The rules of the strongest that works; nil where none does.
  let rules: SandboxRules?
  /// Why none works.
  let problem: Failure?

  init(_ workspace: Workspace) async {
    do {
      rules = try await SandboxChoice(workspace: workspace, config: OrchestratorConfig()).rules()
      problem = nil
    } catch {
      rules = nil
      problem = Failure(describing: error)
    }
  }

  /// What a first configuration says.
  var setting: Worker.Sandbox { rules == nil ? .none : .auto }

  /// Tries the doctor of a configuration that `init` has just written, and adds to it what the doctor has to read.
  /// Never without a sandbox: nobody has looked at what the repository's doctor does.
  func examine(_ setup: RepositorySetup, _ report: RepositorySetup.Report) async throws -> [String] {
    guard report.proposal != nil, setup.workspace.layout.head.commit != nil else { return [] }
    guard let rules else {
      let why = [problem?.causes.first ?? problem?.what, problem?.hint].compactMap(\.self).joined(
        separator: ": ")
      return ["  sandbox: none, which is no boundary: agents can do whatever you can", "    \(why)"]
    }
    let loaded = try setup.workspace.configuration()
    let result = try await DoctorExamination(workspace: setup.workspace, loaded: loaded).perform(in: rules)
    let sandbox = "  sandbox: auto, which is \(rules.kind.rawValue) here"
    if case .passed = result.outcome {
      if !result.read.isEmpty { try setup.add(read: result.read, to: report) }
      let read = result.read.isEmpty ? "" : "; for that it reads \(result.read.joined(separator: ", "))"
      let warning = result.warning.map { ["    \($0.what)", "    hint: \($0.hint)"] } ?? []
      return [sandbox, "  the doctor passes in it, in a fresh checkout" + read] + warning
    }
    let failure = result.failure(in: "it, in a fresh checkout", reading: loaded.config.worker.read)
    let lines = failure?.what.split(separator: "\n").map { "    \($0)" } ?? []
    return [sandbox] + lines + (failure?.hint.map { ["    hint: \($0)"] } ?? [])
  }
}
