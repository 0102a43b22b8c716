import ArgumentParser
import Configuration
import Git
import Orchestration
import YAML

/// `deliver`: what landed comes into the people's branch.
struct DeliverCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deliver", abstract: "Bring what landed into your own branch.",
    discussion: """
      Fast-forwards the branch, or merges when it has moved on. A work tree that has it checked out follows, if it \
      is clean. Fine beside a live run, and fine to repeat.
      """)

  @OptionGroup var options: GlobalOptions

  @Option(help: ArgumentHelp("Deliver to this branch; else base_branch.", valueName: "branch"))
  var into: String?

  func run() async throws {
    let (workspace, output) = (try options.workspace(), options.output)
    let config = try workspace.configuration().config
    if into ?? config.baseBranch == config.mainBranch {
      return output.progress("work lands on \(config.mainBranch) itself: there is nothing to deliver")
    }
    let delivery = try Delivery(workspace, config: config, into: into)
    let tip = try await delivery.way == .nothingNew ? delivery.branchTip : delivery.carry(in: workspace)
    if output.json { return try output.json(DeliveryReport(delivery, tip: tip)) }
    show(delivery, tip, output)
  }

  private func show(_ delivery: Delivery, _ tip: ObjectID, _ output: Output) {
    let (branch, main) = (delivery.branch.shortName, delivery.main.shortName)
    if delivery.way == .nothingNew { return output.progress("\(branch) has all of \(main) already") }
    for landing in delivery.landed {
      output.result("\(landing.commit.short)  \(landing.task)  \(visible(landing.subject))")
    }
    let verb = delivery.way == .fastForward ? "fast-forwarded to" : "merged"
    output.progress("\(branch): \(verb) \(main), now at \(tip.hex.prefix(10))")
  }
}

/// What `deliver --json` says.
private struct DeliveryReport: Encodable {
  let schema = 1
  let branch: String
  let before: String
  let after: String
  let isMerge: Bool
  let landed: [Delivery.Landed]

  init(_ delivery: Delivery, tip: ObjectID) {
    branch = delivery.branch.shortName
    before = delivery.branchTip.hex
    after = tip.hex
    isMerge = if case .merge = delivery.way { true } else { false }
    landed = delivery.landed
  }
}
