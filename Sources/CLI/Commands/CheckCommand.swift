import ArgumentParser
import FoundationEssentials

/// `check`: whether a run could start here.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Look at everything that a run needs.",
    discussion: "Changes nothing. Ends with 0, or with the exit code that 'run' would have.")

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let checkup = await Checkup(
      directory: options.directory, environment: ProcessInfo.processInfo.environment)
    let shown = checkup.findings.filter { !options.quiet || $0.verdict != .ok }
    if options.json {
      try options.output.json(Report(findings: checkup.findings))
    } else {
      shown.flatMap(\.lines).forEach(options.output.result)
    }
    if checkup.status != .success { throw ExitCode(checkup.status.rawValue) }
  }

  private struct Report: Encodable {
    let schema = 1
    let findings: [Finding]
  }
}
