import Configuration
import FoundationEssentials
import Git
import Glibc
import Hooks
import Journal
import SystemPackage

/// The hooks of this clone. They are written into a directory of its own only: one that other clones share, or that
/// another tool fills, stays as it is, and the person is told what to add there.
struct HookInstallation {
  /// What was made, as `install.json` has it.
  struct Record: Codable, Hashable {
    /// Where the hooks are: git's directory for them, or ours when git's is not this clone's own.
    var directory: String
    var madeDirectory: Bool
  }

  let workspace: Workspace
  /// Where git looks.
  let directory: FilePath

  init(_ workspace: Workspace) throws {
    self.workspace = workspace
    directory = FilePath(try Repository(at: workspace.layout.gitDirectory).hooksDirectory())
  }

  /// A directory right in the git common directory is this clone's own.
  var isOwn: Bool { directory.removingLastComponent() == workspace.commonDirectory }

  /// The directory that we write into.
  private var target: FilePath { isOwn ? directory : workspace.state.path }

  private var slots: [HookSlot] { HookScript.allCases.map { HookSlot(script: $0, directory: target) } }

  /// The hooks that git would run and that are not ours, or not there.
  var missing: [HookScript] { slots.filter { !$0.isInstalled }.map(\.script) }

  /// What would be made.
  var record: Record {
    Record(
      directory: target.string, madeDirectory: !FileManager.default.fileExists(atPath: target.string))
  }

  /// Returns the hooks that are new, and those behind which somebody else's runs.
  func install(_ config: OrchestratorConfig) throws -> (new: [HookScript], chained: [HookScript]) {
    try workspace.state.create()
    if unsafe mkdir(target.string, 0o777) != 0, errno != EEXIST { throw Errno(rawValue: errno) }
    try HookMarker(workspace.state, config).write()
    var (new, chained): ([HookScript], [HookScript]) = ([], [])
    for slot in slots {
      let change = try slot.install()
      if change != .none { new.append(slot.script) }
      if change == .chained { chained.append(slot.script) }
    }
    return (new, chained)
  }

  /// Takes them out of where they were put, which need not be where git looks today. Returns the hooks of others
  /// that could not be put back, because something else stands in their place.
  static func remove(_ record: Record, from workspace: Workspace) throws -> [FilePath] {
    let slots = HookScript.allCases.map {
      HookSlot(script: $0, directory: FilePath(record.directory))
    }
    for slot in slots { _ = try slot.remove() }
    try HookMarker(workspace.state, OrchestratorConfig()).remove()
    if record.madeDirectory { unsafe rmdir(record.directory) }
    return slots.map(\.saved).filter(\.exists).map(\.path)
  }

  /// What a person adds where we write nothing; nothing where git finds ours.
  var instructions: [String] {
    if isOwn { return [] }
    // husky makes `.husky/_` anew whenever it likes, and calls what people put beside it.
    let place = directory.lastComponent == "_" ? directory.removingLastComponent() : directory
    let names = HookScript.allCases.map(\.name).joined(separator: ", ")
    return [
      "git's hooks are in \(directory), which is not this clone's own: nothing was written there",
      "  to have ours, add these lines to \(names) in \(place):",
      "    hook=$(git rev-parse --git-common-dir)/orchestrate/${0##*/}",
      "    [ ! -x \"$hook\" ] || \"$hook\" \"$@\"",
    ]
  }
}
