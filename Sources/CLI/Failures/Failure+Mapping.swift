import Configuration
import Git
import Journal
import Landing
import Orchestration
import Sandboxes
import SystemPackage
import YAML

extension Failure {
  /// The one place that turns any error into words and an exit code.
  init(describing error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let diagnostics as Diagnostics: self.init(diagnostics.description, code: .configuration)
    case let problems as GraphProblems: self.init(problems.description, code: .configuration)
    case let refusal as RepositoryRefusal:
      self.init(refusal.what, hint: refusal.hint, code: .environment)
    case let error as JournalError: self.init(journal: error)
    case let error as FoldError:
      self.init(
        "the run's journal does not add up: \(error)",
        hint: "it was changed by hand or by another version; 'git orchestrate runs' shows the others",
        code: .software)
    case let error as RefLocked:
      self.init(
        "\(error)", hint: "if no git command is running, remove \(error.lockFile)", code: .environment)
    case let error as RefClash:
      self.init("\(error)", hint: "rename one of the two branches", code: .environment)
    case let error as CheckoutRefused:
      self.init("\(error)", hint: "commit or stash these files, then try again", code: .environment)
    case let error as GitError where error.isOutOfSpace:
      self.init(
        "the disk is full", hint: "make room, then 'git orchestrate resume'", code: .environment,
        causes: ["\(error)"])
    case let error as ContainerError:
      self.init(
        "\(error)", hint: "when the engine works again: 'git orchestrate resume'", code: .environment)
    case let error as Errno: self.init("\(error)", code: error == .noSpace ? .environment : .software)
    default: self.init("\(error)", hint: "with --debug it says more", code: .software)
    }
  }

  private init(journal error: JournalError) {
    self.init(
      error.description,
      hint: error.hint ?? (error.isDiskFull ? "make room, then 'git orchestrate resume'" : nil),
      code: .environment)
  }
}
