import Orchestration
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import Sandboxes

@Suite(.timeLimit(.minutes(2)))
struct CommandRunnerTests {
  let fixture: CommandFixture
  init() throws { fixture = try CommandFixture() }

  @Test(arguments: [
    ("exit 0", CommandResult.End.exited(0)),
    ("exit 7", .exited(7)),
    ("kill -KILL $$", .signalled(9)),
    ("kill -TERM $$", .signalled(15)),
    ("no-such-program-anywhere", .exited(127)),
  ])
  func saysHowACommandEnded(script: String, end: CommandResult.End) async throws {
    #expect(try await fixture.run(script).end == end)
  }

  @Test func keepsTheOutputAsItIs() async throws {
    let result = try await fixture.run(#"printf 'a\377b\r\n\nlast'; printf 'err' >&2"#)
    let log = Array("a".utf8) + [0xFF] + Array("b\r\n\nlasterr".utf8)
    #expect(try fixture.directory.read("log") == log)
    #expect(result.tail == "a\u{FFFD}b\r\n\nlasterr")
    #expect(result.logged == log.count)
  }

  @Test func keepsErrorsApartWhereTheyHaveAFile() async throws {
    let result = try await fixture.run("echo out; echo err >&2", errors: "errors")
    #expect(try fixture.directory.text("log") == "out\n")
    #expect(try fixture.directory.text("errors") == "err\n")
    #expect(result.tail == "out\n")
    #expect(result.logged == 8)
  }

  @Test func handsOnLines() async throws {
    let lines = Mutex<[[UInt8]]>([])
    _ = try await fixture.run(#"printf 'one\r\n'; printf 't\377o\n\nlast'"#) { new in
      lines.withLock { $0 += new }
    }
    #expect(lines.withLock { $0 } == [Array("one".utf8), [0x74, 0xFF, 0x6F], [], Array("last".utf8)])
  }

  @Test func leavesTheMiddleOfTooMuchOutputOut() async throws {
    let result = try await fixture.run("seq 1 20000", limits: CommandLimits(logBytes: 4096))
    let log = try fixture.directory.text("log")
    #expect(log.hasPrefix("1\n2\n3\n"))
    #expect(log.hasSuffix("\n19999\n20000\n"))
    #expect(log.contains("\n[104798 bytes left out]\n"))
    #expect(log.utf8.count == 4096 + 25)
    #expect(result.logged == 4096 + 25)
  }

  @Test func givesInputThatIsLargerThanAPipe() async throws {
    let input = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
    #expect(try await fixture.run("wc -c", input: input).tail == "1048576\n")
    #expect(try await fixture.run("exit 3", input: input).end == .exited(3))
    #expect(try await fixture.run("wc -c").tail == "0\n")
  }

  @Test func givesExactlyItsEnvironment() async throws {
    let result = try await fixture.run("env | grep -v -e ^PWD= -e ^_= -e ^SHLVL= | sort")
    #expect(
      result.tail == "ORCHESTRATE_NONCE=\(fixture.nonce)\nPATH=/usr/local/bin:/usr/bin:/bin\n")
  }

  @Test func doesNotWaitForABackgroundProcessThatKeepsTheOutputOpen() async throws {
    let result = try await fixture.run("sleep 1000 & echo started; exit 4")
    #expect(result.end == .exited(4))
    #expect(result.tail == "started\n")
    #expect(fixture.left.isEmpty)
  }

  @Test func doesNotReadForEverWhatABackgroundProcessWrites() async throws {
    let limits = CommandLimits(logBytes: 4096)
    #expect(try await fixture.run("yes & exit 4", limits: limits).end == .exited(4))
    #expect(fixture.left.isEmpty)
  }

  @Test func endsTheWholeTreeWhenTheTimeIsUp() async throws {
    let script = """
      trap '' TERM
      setsid sh -c 'trap "" TERM; echo leaver; sleep 1000' &
      sh -c 'echo child; sleep 1000' &
      sleep 1000
      """
    let limits = CommandLimits(timeout: .seconds(6), grace: .milliseconds(200))
    let result = try await fixture.run(script, limits: limits)
    #expect(result.end == .timedOut)
    #expect(Set(result.tail.split(separator: "\n").prefix(2)) == ["leaver", "child"])
    #expect(fixture.left.isEmpty)
  }

  @Test func hearsTheLastWordsOfACommandWhoseTimeIsUp() async throws {
    let script = "trap 'echo bye; exit 1' TERM; sleep 1000 & wait"
    let result = try await fixture.run(script, limits: CommandLimits(timeout: .seconds(6)))
    #expect(result.end == .timedOut)
    #expect(result.tail == "bye\n")
  }

  @Test func endsACommandThatSaysNothing() async throws {
    let limits = CommandLimits(timeout: .seconds(1000), stall: .milliseconds(500))
    let result = try await fixture.run("exec sleep 1000", limits: limits)
    #expect(result.end == .stalled)
    #expect(fixture.left.isEmpty)
  }

  @Test func aTimeThatIsUpBeforeTheStartEndsTheCommandToo() async throws {
    let result = try await fixture.run("exec sleep 1000", limits: CommandLimits(timeout: .zero))
    #expect(result.end == .timedOut)
    #expect(fixture.left.isEmpty)
  }

  @Test func everyOutputBeginsTheSilenceAnew() async throws {
    let limits = CommandLimits(stall: .seconds(5))
    let result = try await fixture.run("for i in $(seq 24); do echo $i; sleep 0.25; done", limits: limits)
    #expect(result.end == .exited(0))
  }

  @Test func cancellationEndsTheTree() async throws {
    let (ready, continuation) = AsyncStream.makeStream(of: Void.self)
    let end = try await withThrowingTaskGroup(of: CommandResult.End.self) { group in
      group.addTask { [fixture] in
        try await fixture.run(
          "setsid sleep 1000 & trap '' TERM; echo ready; sleep 1000",
          limits: CommandLimits(grace: .milliseconds(100))
        ) { _ in continuation.finish() }.end
      }
      for await _ in ready {}
      #expect(!fixture.left.isEmpty)
      group.cancelAll()
      return try await group.next()
    }
    #expect(end == .cancelled)
    #expect(fixture.left.isEmpty)
  }

  @Test func saysWhatCouldNotBeStarted() async throws {
    let environment = fixture.environment
    let output = CommandOutput(log: fixture.directory.path.appending("log"))
    let commands = [
      Command(["/no/such/program"], in: "/", environment: environment),
      Command(["no-such-program-anywhere"], in: "/", environment: environment),
      Command(["true"], in: "/no/such/directory", environment: environment),
    ]
    for command in commands {
      let error = await #expect(throws: CommandError.self) {
        try await fixture.runner.run(command, to: output)
      }
      guard case .notStarted(command.arguments[0], _) = error else {
        Issue.record("\(command.arguments): \(String(describing: error))")
        continue
      }
    }
  }

  @Test func aLogThatCannotBeWrittenEndsTheCommand() async throws {
    try fixture.directory.makeLink("log", to: "/dev/full")
    let log = fixture.directory.path.appending("log")
    await #expect(throws: CommandError.log(log, .noSpace)) {
      try await fixture.run("echo out; sleep 1000")
    }
    #expect(fixture.left.isEmpty)
  }

  @Test func aLineReaderThatFailsEndsTheCommand() async throws {
    struct Refusal: Error {}
    await #expect(throws: Refusal.self) {
      try await fixture.run("setsid sleep 1000 & echo line; sleep 1000") { _ in throw Refusal() }
    }
    #expect(fixture.left.isEmpty)
  }
}
