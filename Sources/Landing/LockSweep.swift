import FoundationEssentials
import Git
import Orchestration
package import SystemPackage

/// Lock files that a killed orchestrator of ours left behind. Neither git nor libgit2 ever removes them.
///
/// Only called by the holder of the repository's seat, and only for refs and worktrees that nobody but an
/// orchestrator writes; the integration branch's lock only where the journal says that a landing was under way.
/// A lock that a living process has open stays.
package struct LockSweep {
  private let plan: LandingPlan

  package init(_ plan: LandingPlan) { self.plan = plan }

  /// Returns the removed files.
  package func clear(landingUnderWay: Bool) throws -> [String] {
    let common = plan.commonDirectory.string
    var places = [
      "\(common)/refs/orchestrate", "\(common)/refs/heads/\(plan.taskBranchPrefix)\(plan.run)",
      // The branches that are lent to worktrees while they are made.
      "\(common)/refs/heads/orchestrate/worktree",
    ].flatMap(locks)
    places += worktreeLocks(below: "\(common)/worktrees")
    if landingUnderWay { places.append("\(common)/refs/heads/\(plan.branch).lock") }
    return try StaleLocks.clear(places).removed
  }

  /// The integration branch's lock, where a run died while it made that branch.
  package static func clear(branch: String, in commonDirectory: FilePath) throws {
    _ = try StaleLocks.clear(["\(commonDirectory.string)/refs/heads/\(branch).lock"])
  }

  private func worktreeLocks(below directory: String) -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else { return [] }
    return names.filter { $0.hasPrefix("\(plan.run)-") }.flatMap { locks("\(directory)/\($0)") }
  }

  private func locks(_ directory: String) -> [String] {
    guard let paths = try? FileManager.default.subpathsOfDirectory(atPath: directory) else { return [] }
    return paths.filter { $0.hasSuffix(".lock") }.map { "\(directory)/\($0)" }
  }
}
