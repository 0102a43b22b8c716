import Configuration
import Git
import Landing
import Orchestration

/// The way of landed work into the people's branch, as it would be now: nothing has been changed yet.
struct Delivery {
  /// How the people's branch can take the work over.
  enum Way: Hashable {
    case nothingNew
    case fastForward
    /// It has moved on: a merge commit with this tree.
    case merge(tree: ObjectID)
    case conflict([GitPath])
  }

  /// A landing that the people's branch does not have.
  struct Landed: Hashable, Encodable {
    let task: TaskID
    let run: RunID
    let commit: CommitID
    /// The first line of its message.
    let subject: String
  }

  let main: RefName
  let branch: RefName
  /// Where both stood when the plan was made.
  let mainTip: ObjectID
  let branchTip: ObjectID
  let way: Way
  /// Oldest first.
  let landed: [Landed]

  init(_ workspace: Workspace, config: OrchestratorConfig, into name: String?) throws {
    let repository = try workspace.openRepository()
    (main, mainTip) = try repository.integrationBranch(config)
    (branch, branchTip) = try repository.peoplesBranch(name ?? config.baseBranch, config)
    let new = try repository.isAncestor(mainTip, of: branchTip) ? nil : mainTip
    landed = try new == nil ? [] : repository.landings(in: mainTip, notIn: branchTip)
    way = try new == nil ? .nothingNew : repository.way(of: mainTip, into: branchTip)
  }
}

extension Repository {
  fileprivate func integrationBranch(_ config: OrchestratorConfig) throws -> (RefName, ObjectID) {
    guard let ref = RefName.branch(config.mainBranch), let tip = try target(of: ref) else {
      throw Failure(
        "there is no branch \(config.mainBranch): nothing has landed yet",
        hint: "start a run: git orchestrate run", code: .configuration)
    }
    return (ref, tip)
  }

  fileprivate func peoplesBranch(_ name: String, _ config: OrchestratorConfig) throws -> (RefName, ObjectID) {
    if name.hasPrefix(config.taskBranchPrefix) {
      throw Failure("\(name) is a task's branch, which agents' work moves", code: .configuration)
    }
    guard let ref = RefName.branch(name), let tip = try target(of: ref) else {
      let branches = try references(under: "refs/heads/").map(\.ref.shortName)
      let guess = suggestion(for: name, among: branches)
      throw Failure(
        "there is no branch \(name)",
        hint: guess.map { "did you mean \($0)?" } ?? "name one: git orchestrate deliver --into BRANCH",
        code: .configuration)
    }
    return (ref, tip)
  }

  /// First parents only: each is a landing, or the people's branch being followed.
  fileprivate func landings(in tip: ObjectID, notIn branch: ObjectID) throws -> [Delivery.Landed] {
    let limit = try aheadBehind(tip, branch).ahead
    return try firstParentHistory(from: tip, limit: limit)
      .prefix { try !isAncestor($0.id, of: branch) }
      .compactMap(Delivery.Landed.init).reversed()
  }

  fileprivate func way(of main: ObjectID, into branch: ObjectID) throws -> Delivery.Way {
    if try isAncestor(branch, of: main) { return .fastForward }
    return switch try merge(ours: branch, theirs: main) {
    case .clean(let tree): .merge(tree: tree)
    case .conflict(let conflict): .conflict(conflict.paths)
    }
  }
}

extension Delivery.Landed {
  fileprivate init?(_ commit: CommitValue) {
    guard let (task, run, _) = LandingMessage.read(commit.message) else { return nil }
    let subject = commit.message.split(whereSeparator: \.isNewline).first.map(String.init)
    self.init(task: task, run: run, commit: commit.id.commitID, subject: subject ?? "")
  }
}
