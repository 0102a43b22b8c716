import ArgumentParser
import FoundationEssentials
import Git

/// `version`: ours, and those of what we work with.
struct VersionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Print the versions of git orchestrate, libgit2 and git.")

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let git = await Probe.gitVersion(ProcessInfo.processInfo.environment)
    let versions = Versions(version: version, libgit2: LibraryVersion.current, git: git)
    if options.json { return try options.output.json(versions) }
    options.output.result("git-orchestrate \(versions.version)")
    options.output.result("libgit2 \(versions.libgit2)")
    options.output.result("git \(versions.git ?? "not found")")
  }

  private struct Versions: Encodable {
    let schema = 1
    let version: String
    let libgit2: String
    let git: String?
  }
}
