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

  /// What `install` did.
  struct Change: Hashable {
    /// The hooks that are new.
    var new: [HookScript] = []
    /// Those behind which the hook runs that was there before.
    var chained: [HookScript] = []
    /// Those that the configuration has no use for any more.
    var removed: [HookScript] = []
  }

  let workspace: Workspace
  let config: OrchestratorConfig
  /// Where git looks.
  let directory: FilePath

  init(_ workspace: Workspace, _ config: OrchestratorConfig) throws {
    self.workspace = workspace
    self.config = config
    directory = FilePath(try Repository(at: workspace.layout.gitDirectory).hooksDirectory())
  }

  /// A directory right in the git common directory is this clone's own.
  var isOwn: Bool { directory.removingLastComponent() == workspace.commonDirectory }

  /// The directory that we write into.
  private var target: FilePath { isOwn ? directory : workspace.state.path }

  private func slot(_ script: HookScript) -> HookSlot { HookSlot(script: script, directory: target) }

  private func isWanted(_ script: HookScript) -> Bool {
    !script.isForAgents || config.worker.sandbox == .none
  }

  private var wanted: [HookScript] { HookScript.allCases.filter(isWanted) }

  /// The hooks that git would run and that are not ours, or not there.
  var missing: [HookScript] { wanted.filter { !slot($0).isInstalled } }

  /// What would be made.
  var record: Record {
    Record(
      directory: target.string, madeDirectory: !FileManager.default.fileExists(atPath: target.string))
  }

  /// Puts in what the configuration has a use for, and takes out what it has none for.
  func install() throws -> Change {
    try workspace.state.create()
    if unsafe mkdir(target.string, 0o777) != 0, errno != EEXIST { throw Errno(rawValue: errno) }
    try HookMarker(workspace.state, config).write()
    var change = Change()
    for script in HookScript.allCases { try install(script, &change) }
    return change
  }

  private func install(_ script: HookScript, _ change: inout Change) throws {
    guard isWanted(script) else {
      if try slot(script).remove() { change.removed.append(script) }
      return
    }
    let outcome = try slot(script).install()
    if outcome != .none { change.new.append(script) }
    if outcome == .chained { change.chained.append(script) }
  }

  /// After an approval: tells the hooks that are there of the configuration, and puts in or takes out those that
  /// depend on it; whatever else became of ours is for `init` to mend. Beside a live run none is touched, for a hook
  /// that changes during an attempt without a sandbox counts as the agent's doing.
  func follow() throws {
    try HookMarker(workspace.state, config).refresh()
    guard try isInstalledHere, try !workspace.hasLiveOrchestrator else { return }
    var change = Change()
    for script in HookScript.allCases where script.isForAgents { try install(script, &change) }
  }

  private var isInstalledHere: Bool {
    get throws { try Installation.read(from: workspace.state)?.hooks?.directory == target.string }
  }

  /// There are hooks of ours, but not the one that judges what an agent commits.
  var lacksAgentsHook: Bool {
    get throws { try isInstalledHere && missing.contains(where: \.isForAgents) }
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
    let names = wanted.map(\.name).joined(separator: ", ")
    return [
      "git's hooks are in \(directory), which is not this clone's own: nothing was written there",
      "  to have ours, add these lines to \(names) in \(place):",
      "    hook=$(git rev-parse --git-common-dir)/orchestrate/${0##*/}",
      "    [ ! -x \"$hook\" ] || \"$hook\" \"$@\"",
    ]
  }
}
