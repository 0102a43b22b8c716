import Orchestration
import Testing

@testable import Sandboxes

struct CommandEnvironmentTests {
  @Test(arguments: [
    ("PATH", "/bin", true), ("HOME", "/h", true), ("LANG", "C", true), ("LC_ALL", "C", true),
    ("LC_TIME", "C", true), ("TERM", "x", true), ("USER", "u", true), ("LOGNAME", "u", true),
    ("SHELL", "/bin/sh", true), ("TZ", "UTC", true), ("OPENAI_API_KEY", "k", true),
    ("AWS_SECRET_ACCESS_KEY", "s", false), ("SSH_AUTH_SOCK", "/s", false), ("LD_PRELOAD", "x", false),
    ("GIT_DIR", "/g", false), ("GIT_CONFIG_COUNT", "1", false), ("GIT_CONFIG_KEY_0", "a.b", false),
    ("GIT_CONFIG_PARAMETERS", "x", false), ("GIT_EDITOR", "vi", false), ("GIT_SSH_COMMAND", "ssh", true),
  ])
  func allows(name: String, value: String, isAllowed: Bool) {
    let allowed = CommandEnvironment.allowed(
      from: [name: value], passing: ["OPENAI_API_KEY", "GIT_DIR", "GIT_CONFIG_COUNT", "GIT_SSH_COMMAND"],
      temporary: "/private")
    #expect(allowed[name] == (isAllowed ? value : nil))
  }

  @Test func hasWhatEveryProgramNeeds() {
    let allowed = CommandEnvironment.allowed(from: ["TMPDIR": "/tmp", "PATH": ""], temporary: "/private")
    #expect(allowed == ["TMPDIR": "/private", "PATH": "/usr/local/bin:/usr/bin:/bin"])
  }

  @Test func dropsAllThatGitCallsLocal() async throws {
    let names = try await CommandFixture().run("git rev-parse --local-env-vars").tail.split(separator: "\n")
    #expect(names.count > 10)
    for name in names { #expect(CommandEnvironment.isGitLocal(String(name)), "\(name)") }
  }

  @Test func marksAnAttempt() throws {
    var order = AttemptOrder(
      run: try #require(RunID("20261123-040000-abcd")), task: try #require(TaskID("007")), attempt: 2,
      nonce: Nonce("n"), turn: AgentTurn(agent: "command", command: "true", prompt: ""),
      limits: AttemptLimits(minutes: 1, stallMinutes: 1, doctorSeconds: 1, logBytes: 1))
    (order.slot, order.port, order.mailbox) = (3, 12_300, "/m")
    #expect(
      CommandEnvironment.marks(of: order) == [
        "ORCHESTRATE_RUN": "20261123-040000-abcd", "ORCHESTRATE_TASK": "007", "ORCHESTRATE_ATTEMPT": "2",
        "ORCHESTRATE_SLOT": "3", "ORCHESTRATE_PORT": "12300", "ORCHESTRATE_MAILBOX": "/m",
        "ORCHESTRATE_NONCE": "n",
      ])
  }
}
