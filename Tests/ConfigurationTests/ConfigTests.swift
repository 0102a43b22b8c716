import FoundationEssentials
import Orchestration
import Testing
import YAML

@testable import Configuration

func load(
  _ text: String, _ change: (inout ConfigSources) -> Void = { _ in }
) throws(Diagnostics) -> LoadedConfig {
  var sources = ConfigSources(bytes: Array(text.utf8))
  sources.environment = ["NAME": "world", "EMPTY": ""]
  change(&sources)
  return try LoadedConfig(sources)
}

/// What is wrong, a line each: `file:line:column: message (hint)`.
func problems(_ body: () throws(Diagnostics) -> Void) -> [String] {
  do {
    try body()
    return []
  } catch {
    return error.all.map { "\($0.file):\($0.mark): \($0.message)" + ($0.hint.map { " (\($0))" } ?? "") }
  }
}

private func problems(in text: String) -> [String] {
  problems { () throws(Diagnostics) in _ = try load(text) }
    .map { String($0.dropFirst(".orchestrator.yaml:".count)) }
}

@Suite struct ConfigTests {
  @Test func nothingAtAllIsTheDefaults() throws {
    #expect(try LoadedConfig(ConfigSources()).config == OrchestratorConfig())
    for text in ["", "# nothing\n", "{}", "~"] { #expect(try load(text).config == OrchestratorConfig()) }
    #expect(OrchestratorConfig().protect.count == 8)
    #expect(OrchestratorConfig().gate.omit.map(\.description) == [".env*"])
  }

  @Test func everyKeyArrivesWhereItBelongs() throws {
    let config = try load(everyKey).config
    #expect(config.version == 1)
    #expect(config.baseBranch == "trunk")
    #expect(config.mainBranch == "integration")
    #expect(config.taskBranchPrefix == "t/")
    #expect(config.tasksDir == "plan/tasks")
    #expect(config.worktreeRoot(forRepositoryNamed: "api") == "/tmp/api/w")
    #expect(config.maxParallel == 64)
    #expect(config.maxRetries == 0)
    #expect(config.schedule == .batch)
    #expect(config.timeoutMinutes == 5)
    #expect(config.stallMinutes == 2)
    #expect(config.minFreeGB == 0.5)
    #expect(config.resources.map(\.name.description) == ["api", "docs"])
    #expect(config.resources[0].description == "the API")
    #expect(config.resources[1].paths.map(\.description) == ["docs/**", "*.md"])
    #expect(config.manifestEnforcement == .block)
    #expect(config.protect.map(\.description) == ["ci/**"])
    #expect(config.bootstrap == ["npm ci", "on"])
    #expect(
      config.beforeAttempt == ["first"] && config.afterAttempt == ["then"] && config.beforeRemove == ["last"])
    #expect(config.caches == [".build", "web/modules"])
    #expect(config.doctorParallel == 7)
    #expect(config.commands.contains("then"))
    #expect(config.copy.map(\.description) == [".env"])
    #expect(config.doctor == "make test\nmake lint\n")
    #expect(config.doctorTimeout == 30)
    #expect(config.lint == "1e5")
    #expect(config.fast == "yes")
    #expect(config.agents["mine"]?.command == "run me")
    #expect(config.agents["mine"]?.env == ["TOKEN"])
    #expect(config.agents["mine"]?.resume == "go on")
    #expect(config.agents["mine"]?.output == .claudeJSON)
    #expect(config.agents["codex"]?.model == "m")
    #expect(config.agents["codex"]?.args == ["-c", "a=1"])
    #expect(config.agents["codex"]?.env == nil)
    #expect(config.commands.contains("go on"))
    #expect(config.worker.agent == "mine")
    #expect(config.worker.sandbox == .none)
    #expect(!config.worker.network)
    #expect(config.worker.read == ["~/.cargo"])
    #expect(config.worker.cache == ["/c"])
    #expect(config.worker.passEnv == ["HOME"])
    #expect(config.docker.image == "deb:12")
    #expect(config.docker.dockerfile == "D")
    #expect(config.docker.buildContext == ".")
    #expect(config.docker.user == "dev")
    #expect(config.docker.networkMode == .host)
    #expect(config.docker.memoryMB == 64)
    #expect(config.docker.cpus == 0.5)
    #expect(config.docker.pidsLimit == 99)
    #expect(config.planner.agent == "claude" && config.planner.model == "m")
    #expect(config.planner.timeoutMinutes == 7)
    #expect(config.testPaths.map(\.description) == ["tests/**"])
    #expect(config.budgets.maxTokensPerTask == 1000)
    #expect(config.budgets.maxTokensPerRun == 9000)
    #expect(config.budgets.maxCostPerRun == 2.5)
    #expect(config.budgets.mode == .warn)
    #expect(config.prices == ["m": TokenPrice(input: 1, cached: 0.1, output: 8)])
    #expect(config.gate.retries == 3)
    #expect(config.gate.omit.isEmpty)
    #expect(config.merge == .squash)
    #expect(config.commit.author == Author("Ada L <ada@example.org>"))
    #expect(config.commit.template == "Land {task}")
    #expect(config.cleanup.worktrees == .never)
    #expect(config.cleanup.branches == .never)
    #expect(config.postCommit.branches == ["trunk", "next"])
    #expect(config.postCommit.paths.map(\.description) == ["plans/*.md"])
    #expect(config.postCommit.action == .run)
    #expect(config.push.main && config.push.tasks)
    #expect(config.push.remote == "git@example.org:a/b.git")
    #expect(config.push.timeout == 9)
    #expect(config.maxLogMB == 1)
    #expect(config.onFinish == "notify")
    let unset = OrchestratorConfig.schema.keys.filter { $0.encode(config) == $0.encode(OrchestratorConfig()) }
    #expect(unset.map(\.name) == ["version"])
  }

  @Test func aFrozenValueComesBack() throws {
    let config = try load(everyKey).config
    let bytes = try JSONEncoder().encode(config)
    #expect(try JSONDecoder().decode(OrchestratorConfig.self, from: bytes) == config)
  }

  @Test(arguments: [
    ("max_paralel: 4", "1:1: unknown key `max_paralel` (did you mean `max_parallel`?)"),
    ("maxParallel: 4", "1:1: unknown key `maxParallel` (did you mean `max_parallel`?)"),
    ("sandbox: none", "1:1: unknown key `sandbox` (did you mean `worker.sandbox`?)"),
    ("worker:\n  agnet: x", "2:3: unknown key `agnet` (did you mean `agent`?)"),
    ("zzz: 1", "1:1: unknown key `zzz`"),
    ("caches: [../x]", "1:10: `caches[0]` must be a path inside the repository, without `..`, not `../x`"),
    (
      "worker: {read: [src]}",
      "1:17: `worker.read[0]` must be an absolute path, or one below `~/`, not `src`"
    ),
    ("worker: {cache: [/]}", "1:18: `worker.cache[0]` must be an absolute path, or one below `~/`, not `/`"),
    ("worker: {network: 'no'}", "1:19: `worker.network` must be true or false, not the text `no`"),
    ("gate: {window: 8}", "1:8: unknown key `window` (it is planned, but nothing reads it yet: remove it)"),
    (
      "budgets: {max_tokens_per_task: 0}",
      "1:32: `budgets.max_tokens_per_task` must be a whole number of tokens from 1 to 1000000000000, not `0`"
    ),
    (
      "prices: {m: {input: 1, output: 2}}",
      "1:13: `cached` is missing (A million input tokens from the cache.)"
    ),
    ("prices: [m]", "1:9: `prices` must be a mapping of models to prices, not a list"),
    (
      "budgets:\n  max_cost_per_run: 5\nworker: {agent: codex}",
      "2:21: `max_cost_per_run` cannot count the agent `codex`: it tells no money, and no model is named"
        + " (\(OrchestratorConfig.costHint))"
    ),
    (
      "budgets: {max_cost_per_run: 5}\nworker: {agent: codex}\nagents: {codex: {model: big}}",
      "1:29: `max_cost_per_run` cannot count the agent `codex`: it tells no money, and `big` has no price"
        + " (\(OrchestratorConfig.costHint))"
    ),
    ("max_parallel: 0", "1:15: `max_parallel` must be a whole number from 1 to 64, not `0`"),
    ("max_parallel: 65", "1:15: `max_parallel` must be a whole number from 1 to 64, not `65`"),
    ("max_parallel: four", "1:15: `max_parallel` must be a whole number from 1 to 64, not `four`"),
    ("max_parallel: '4'", "1:15: `max_parallel` must be a whole number from 1 to 64, not the text `4`"),
    ("max_parallel: 007", "1:15: `max_parallel` must be a whole number from 1 to 64, not `007`"),
    (
      "max_parallel: 99999999999999999999",
      "1:15: `max_parallel` must be a whole number from 1 to 64, not `99999999999999999999`"
    ),
    ("max_parallel: [4]", "1:15: `max_parallel` must be a whole number from 1 to 64, not a list"),
    ("min_free_gb: nan", "1:14: `min_free_gb` must be a number from 0 to 1000000, not `nan`"),
    ("min_free_gb: -0.5", "1:14: `min_free_gb` must be a number from 0 to 1000000, not `-0.5`"),
    ("min_free_gb: 1e400", "1:14: `min_free_gb` must be a number from 0 to 1000000, not `1e400`"),
    ("version: 2", "1:10: `version` must be 1, not `2`"),
    ("schedule: fast", "1:11: `schedule` must be one of rolling, batch, not `fast`"),
    ("doctor: {a: b}", "1:9: `doctor` must be a shell command, not a mapping"),
    ("doctor: ''", "1:9: `doctor` must be a shell command, not empty"),
    ("doctor: \"a\\0b\"", "1:9: `doctor` must not contain a NUL character"),
    ("bootstrap: npm ci", "1:12: `bootstrap` must be a list of shell commands, not `npm ci`"),
    ("bootstrap: [a, [b]]", "1:16: `bootstrap[1]` must be a shell command, not a list"),
    (
      "protect: ['/etc']",
      "1:11: `protect[0]` must be a path pattern relative to the repository, not the text `/etc`"
    ),
    ("worker: codex", "1:9: `worker` must be a mapping of keys to values, not `codex`"),
    ("- a", "1:1: the file must be a mapping of keys to values, not a list"),
    ("main_branch: 'a..b'", "1:14: `main_branch` must be a valid branch name, not the text `a..b`"),
    (
      "task_branch_prefix: task",
      "1:21: `task_branch_prefix` must be what a valid branch name begins with, ending in `/`, not `task`"
    ),
    ("tasks_dir: ../x", "1:12: `tasks_dir` must be a path inside the repository, without `..`, not `../x`"),
    (
      "tasks_dir: .git/x",
      "1:12: `tasks_dir` must be a path inside the repository, without `..`, not `.git/x`"
    ),
    (
      "worktree_root: '{rpo}/x'",
      "1:16: `worktree_root` must be a path whose only placeholder is {repo}, not the text `{rpo}/x`"
    ),
    ("commit: {author: Ada}", "1:18: `commit.author` must be of the form `Name <mail>`, not `Ada`"),
    ("planner: {agent: markdwn}", "1:18: there is no planner `markdwn` (did you mean `markdown`?)"),
    (
      "planner: {agent: command}",
      "1:18: there is no planner `command` (name an agent that has something to run, or markdown)"
    ),
    (
      "worker: {pass_env: [A-B]}",
      "1:21: `worker.pass_env[0]` must be the name of an environment variable, not `A-B`"
    ),
    (
      "worker: {agent: codx}\nagents: {codex: {command: x}}",
      "1:17: there is no agent `codx` (did you mean `codex`?)"
    ),
    ("agents: {a: {env: []}}", "1:10: the agent `a` has no `command`"),
    ("agents: {../a: {command: x}}", "1:10: the name of an agent is made of a-z, 0-9 and `-`"),
    ("agents: {a: {model: m}}", "1:10: the agent `a` has no `command`"),
    (
      "agents: {codex: {output: plain}}",
      "1:10: the agent `codex` has a `resume` or an `output`, but no `command`"
    ),
    (
      "agents: {a: {command: x, args: [y]}}",
      "1:10: the agent `a` has a `command`, so its `args` belong into that"
    ),
    ("agents: {command: {args: [y]}}", "1:10: the agent `command` has `args`, but nothing to give them to"),
    (
      "agents: {a: {command: x, output: json}}",
      "1:34: `agents.a.output` must be one of plain, codex-json, claude-json, not `json`"
    ),
    ("resources: [{name: a}]", "1:13: `paths` is missing (The paths it covers.)"),
    (
      "resources: [{name: a, paths: []}]",
      "1:30: `resources[0].paths` must be a list of path patterns (at least 1), not a list"
    ),
    (
      "resources: [{name: a, paths: ['[']}]",
      "1:31: `resources[0].paths[0]` must be a path pattern relative to the repository, not the text `[`"
    ),
    (
      "resources:\n- {name: a, paths: [a]}\n- {name: a, paths: [b]}",
      "3:10: the resource `a` is already declared in line 2"
    ),
    (
      "resources: [{name: other, paths: [a]}]",
      "1:20: `other` is the resource of all paths that no resource covers; choose another name"
    ),
    (
      "task_branch_prefix: orchestrate/",
      "1:1: the branch `orchestrate/main` and the prefix of task branches `orchestrate/` get in each other's way (git cannot have a branch below another; choose names apart)"
    ),
    (
      "main_branch: a\ntask_branch_prefix: a/b/",
      "1:14: the branch `a` and the prefix of task branches `a/b/` get in each other's way (git cannot have a branch below another; choose names apart)"
    ),
    (
      "lint: 'a ${NOPE} b'",
      "1:10: the environment has no `NOPE` (set it, or write `$${NOPE}` for the text itself)"
    ),
    (
      "lint: |\n  ü ${NAME}\n  é ${NOPE}",
      "3:5: the environment has no `NOPE` (set it, or write `$${NOPE}` for the text itself)"
    ),
    (
      "lint: a ${NAME:-x}",
      "1:9: `${` must be followed by a variable's name and `}` (write `$${` for the text itself, as the shell should see it)"
    ),
    (
      "lint: ${NAME} ${",
      "1:15: `${` must be followed by a variable's name and `}` (write `$${` for the text itself, as the shell should see it)"
    ),
  ])
  func oneMistakeIsOneMessage(text: String, expected: String) {
    #expect(problems(in: text) == [expected])
  }

  @Test func allMistakesComeAtOnce() {
    let text =
      "max_parallel: 0\nschedule: x\nresources:\n- {nme: a, paths: [/]}\n- 5\nwhat: 1\nlint: ${NOPE}\n"
    #expect(
      problems(in: text).map { $0.prefix(4) } == [
        "1:15", "2:11", "4:3:", "4:4:", "4:20", "5:3:", "6:1:", "7:7:",
      ])
  }

  @Test(arguments: [
    ("hello ${NAME}!", "hello world!"), ("$$", "$"), ("$${NAME}", "${NAME}"), ("$NAME $1 $", "$NAME $1 $"),
    ("a${EMPTY}b", "ab"), ("$$$$", "$$"), ("$$${NAME}", "$world"), ("${NAME}${NAME}", "worldworld"),
  ])
  func variablesExpandOnce(text: String, expected: String) throws {
    #expect(try load("doctor: '\(text)'").config.doctor == expected)
  }

  @Test func whatAVariableHoldsIsNotExpandedAgain() throws {
    let loaded = try load("doctor: ${A}") { $0.environment["A"] = "${NAME} $$" }
    #expect(loaded.config.doctor == "${NAME} $$")
  }

  @Test(arguments: [
    "", "-a", "a b", "a..b", "a~b", "a^b", "a:b", "a?b", "a*b", "a[b", "a\\b", "/a", "a/", "a//b", ".a",
    "a/.b", "a.lock",
    "a.lock/b", "a.", "a@{b", "@", "HEAD", "a\u{7F}", "a\tb", "a\nb",
  ])
  func namesThatGitRefusesAreNoBranches(name: String) {
    #expect(!isBranchName(name))
  }

  @Test(arguments: ["a", "a/b", "ä/ö", "a@b", "a.b", "release-1.0", "a{b}"])
  func namesThatGitTakesAreBranches(name: String) {
    #expect(isBranchName(name))
  }

  @Test(arguments: [
    "Ada <a@b", "<a@b>", " <a@b>", "Ada<a@b>", "A\nB <a@b>", "Ada <>", "A <a <b>", "Ada <a b>",
  ])
  func authorsAreNamesWithAddresses(text: String) {
    #expect(Author(text) == nil)
  }
}

/// Every key with a value that is not its default.
let everyKey = """
  version: 1
  base_branch: trunk
  main_branch: integration
  task_branch_prefix: t/
  tasks_dir: plan/tasks/
  worktree_root: /tmp/{repo}/w
  max_parallel: 64
  max_retries: 0
  schedule: batch
  timeout_minutes: 5
  stall_minutes: 2
  min_free_gb: 0.5
  resources:
    - {name: api, description: the API, paths: ["src/api/**"]}
    - name: docs
      paths: ["docs/**", "*.md"]
  manifest_enforcement: block
  protect: ["ci/**"]
  bootstrap: [npm ci, on]
  copy: [".env"]
  doctor: |
    make test
    make lint
  before_attempt: [first]
  after_attempt: [then]
  before_remove: [last]
  caches: [.build, web/modules]
  doctor_parallel: 7
  doctor_timeout: 30
  lint: 1e5
  fast: yes
  test_paths: ["tests/**"]
  budgets: {max_tokens_per_task: 1000, max_tokens_per_run: 9000, max_cost_per_run: 2.5, mode: warn}
  prices: {m: {input: 1, cached: 0.1, output: 8}}
  agents:
    mine: {command: run me, resume: go on, output: claude-json, env: [TOKEN]}
    codex: {model: m, args: [-c, a=1]}
  worker: {agent: mine, sandbox: none, network: false, read: [~/.cargo], cache: [/c], pass_env: [HOME]}
  docker: {image: "deb:12", dockerfile: D, build_context: ., user: dev, network_mode: host, memory_mb: 64, cpus: 0.5,
    pids_limit: 99}
  planner: {agent: claude, model: m, timeout_minutes: 7}
  gate: {retries: 3, omit: []}
  merge: squash
  commit: {author: Ada L <ada@example.org>, template: "Land {task}"}
  cleanup: {worktrees: never, branches: never}
  hooks: {post_commit: {branches: [trunk, next], paths: ["plans/*.md"], action: run}}
  push: {remote: "git@example.org:a/b.git", main: true, tasks: true, timeout: 9}
  max_log_mb: 1
  on_finish: notify

  """
