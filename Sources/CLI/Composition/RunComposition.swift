import Agents
import Configuration
import Engine
import Git
import Journal
import Landing
import Orchestration
import Sandboxes
import SystemPackage
import Workers

/// Turns a frozen configuration into the parts of a run.
struct RunComposition {
  let workspace: Workspace
  let config: OrchestratorConfig
  let run: RunDirectory
  let allowRed: Bool
  let sandbox: SandboxRules
  /// Variables whose values stand in `config`.
  let hiddenNames: Set<String>

  private var environment: [String: String] { workspace.environment }
  private var worktrees: FilePath { workspace.worktrees(config, run: run.id) }

  var policy: RunPolicy {
    var policy = RunPolicy()
    policy.resources = config.resources
    policy.maxParallel = config.maxParallel
    policy.maxRetries = config.maxRetries
    policy.minFreeMegabytes = Int(config.minFreeGB * 1024)
    policy.agent = config.worker.agent
    policy.schedule = config.schedule == .batch ? .batch : .rolling
    policy.allowRed = allowRed
    policy.gateRetries = config.gate.retries
    policy.enforcement = config.manifestEnforcement
    policy.protect = config.protect
    policy.budgets = config.budgets
    policy.testPaths = config.testPaths
    policy.pushesLandings = config.push.main
    policy.removesLandedWorktrees = config.cleanup.worktrees == .onSuccess
    return policy
  }

  func landingPlan() throws -> LandingPlan {
    var plan = LandingPlan(
      run: run.id, commonDirectory: workspace.commonDirectory, checkout: workspace.root,
      branch: config.mainBranch, gate: try gatePlan())
    plan.base = config.baseBranch == config.mainBranch ? nil : config.baseBranch
    plan.taskBranchPrefix = config.taskBranchPrefix
    plan.squash = config.merge == .squash
    plan.removesLandedBranches = config.cleanup.branches == .onSuccess
    plan.author = config.commit.author.map { CommitAuthor(name: $0.name, email: $0.email) }
    plan.messageTemplate = config.commit.template
    plan.secrets = secrets
    return plan
  }

  /// The values that no snapshot and no log may hold: whatever a command or an agent may get to see.
  private var secrets: Secrets {
    let credentials = AgentDescription.builtIn.flatMap { $0.account?.variables ?? [] }
    let names = hiddenNames.union(config.worker.passEnv).union(credentials)
      .union(config.agents.values.flatMap { $0.env ?? [] })
    return Secrets(among: environment.filter { names.contains($0.key) })
  }

  private func gatePlan() throws -> GatePlan {
    guard let doctor = config.doctor else { throw Failure.noDoctor }
    var plan = GatePlan(
      doctor: doctor,
      copy: CheckoutCopy(source: workspace.root, patterns: config.copy, omit: config.gate.omit),
      worktrees: worktrees, logs: run.path.appending("gates"), verdicts: workspace.state.verdicts,
      home: run.path.appending("gate-home"), sandbox: sandbox)
    plan.bootstrap = config.bootstrap
    plan.caches = workspace.caches(config)
    plan.turns = DoctorTurns(in: workspace.state.doctors, count: config.doctorParallel)
    plan.timeout = Double(config.doctorTimeout)
    plan.environment = CommandEnvironment.allowed(
      from: environment, temporary: plan.home.appending("tmp").string)
    plan.environment["ORCHESTRATE_RUN"] = run.id.description
    plan.environment["ORCHESTRATE_SLOT"] = String(PortBlock.gateSlot)
    plan.environment["ORCHESTRATE_PORT"] = String(
      PortBlock.base(slot: PortBlock.gateSlot, repository: workspace.commonDirectory.string))
    return plan
  }

  func workerPlan() throws -> WorkerPlan {
    var plan = WorkerPlan(
      run: run, commonDirectory: workspace.commonDirectory, worktrees: worktrees,
      worker: try WorkerProgram.locate(), copy: CheckoutCopy(source: workspace.root, patterns: config.copy))
    plan.bootstrap = config.bootstrap
    (plan.beforeAttempt, plan.afterAttempt) = (config.beforeAttempt, config.afterAttempt)
    plan.beforeRemove = config.beforeRemove
    plan.caches = workspace.caches(config)
    plan.doctorTurns = (workspace.state.doctors, config.doctorParallel)
    plan.integrationBranch = config.mainBranch == config.baseBranch ? nil : config.mainBranch
    (plan.lint, plan.fast, plan.doctor) = (config.lint, config.fast, config.doctor)
    (plan.resources, plan.testPaths) = (config.resources, config.testPaths)
    plan.agent = config.worker.agent
    plan.agents = config.agents.mapValues(AgentSettings.init)
    plan.prices = config.prices
    plan.limits = AttemptLimits(
      minutes: Double(config.timeoutMinutes), stallMinutes: Double(config.stallMinutes),
      doctorSeconds: Double(config.doctorTimeout), logBytes: config.maxLogMB << 20)
    plan.environment = environment
    plan.passedNames = config.worker.passEnv
    plan.sandbox = sandbox
    plan.hiddenNames = hiddenNames
    return plan
  }

  /// The ports of a run whose journal is open for writing.
  func ports(log: JournalWriter) throws -> EnginePorts {
    let administration = try GitAdministration(workspace.layout.commonDirectory)
    let run = run
    let ledger = workspace.state.ledger
    var ports = EnginePorts(
      attempts: AttemptHost(plan: try workerPlan(), administration: administration),
      landing: try Lander(plan: try landingPlan(), administration: administration), log: log,
      inbox: workspace.state.spool, access: run, spec: { try run.frozenSpec(of: $0) })
    ports.now = { .now }
    var push = BranchPush(
      commonDirectory: workspace.commonDirectory, branch: config.mainBranch, remote: config.push.remote,
      environment: environment, log: run.path.appending("push.log"), timeout: .seconds(config.push.timeout))
    push.secrets = secrets
    ports.push = { [push] in try await push.push($0) }
    ports.recordLanding = { spec, commit in
      let entry = LedgerEntry(
        .landed, task: spec.id, fingerprint: spec.fingerprint, landing: (commit, run.id), at: .now)
      _ = try ledger.append([entry])
    }
    return ports
  }
}

extension AgentSettings {
  init(_ definition: AgentDefinition) {
    self.init(command: definition.command, environment: definition.env)
    (resume, output, model) = (definition.resume, definition.output, definition.model)
    arguments = definition.args
  }
}

extension Failure {
  static let noDoctor = Failure(
    "no doctor is configured: nothing would say whether a task's work is good",
    hint: "add a line such as `doctor: \"make test\"` to .orchestrator.yaml, or run 'git orchestrate init'",
    code: .configuration)
}
