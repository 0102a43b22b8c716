import Git
import Journal
import Orchestration
import TestSupport
import Testing

@testable import Workers

/// What an attempt without a sandbox does to the git directory, and what is said of it.
@Suite(.timeLimit(.minutes(2)))
struct QuarantineTests {
  private let fixture: AttemptHostFixture

  init() async throws {
    fixture = try await AttemptHostFixture()
    try await fixture.prepare()
    try await fixture.git.git("branch", "people")
    try await fixture.git.git("branch", "orchestrate/main")
  }

  /// The events of an attempt whose agent is this command, run in the worktree.
  private func events(of command: String) async throws -> [Event] {
    let host = try fixture.host { $0.integrationBranch = "orchestrate/main" }
    try await fixture.git.git("config", "known.value", "1")
    try await writeJournal()
    let performance = try await Performance(fixture.assignment(command), by: host)
    #expect(try await performance.outcome.value == .passed)
    return performance.reports.all.map(\.event).filter { $0.type.hasPrefix("quarantine.") }
  }

  private func writeJournal() async throws {
    let tip = try await fixture.commit("main")
    let start = RunStart(tasks: [], satisfied: [], branch: "orchestrate/main", base: "main", tip: tip)
    let journal = try JournalWriter.open(fixture.run.journal, run: fixture.run.id).writer
    _ = try journal.append([Entry(.runStart(start))], at: Timestamp(milliseconds: 0), durable: true)
  }

  static let attacks: [(String, String)] = [
    ("git config core.fsmonitor /tmp/x", "config core.fsmonitor"),
    ("git config filter.x.clean /tmp/x", "config filter.x.clean"),
    ("git config --unset known.value", "config known.value"),
    ("echo 'exit 1' > ../../repo/.git/hooks/post-commit", "hooks/post-commit"),
    ("ln -sf /tmp/x ../../repo/.git/hooks/pre-push", "hooks/pre-push"),
    ("mkdir -p ../../repo/.git/info; echo '* filter=x' > ../../repo/.git/info/attributes", "info/attributes"),
    ("echo /tmp/x > ../../repo/.git/objects/info/alternates", "objects/info/alternates"),
    // Git's own library cannot open the repository any more, and says so.
    ("echo /tmp/x > ../../repo/.git/commondir", "repo/.git: "),
    ("echo 'gitdir: /tmp/x' > .git", "/.git"),
    ("cd $(git rev-parse --git-dir) && echo x > config.worktree", "config.worktree"),
    ("cd $(git rev-parse --git-dir) && echo ../../../.git > commondir", "/commondir"),
    (
      "git -c user.name=a -c user.email=a@b commit -q --allow-empty -m x; git branch -f people HEAD",
      "refs/heads/people"
    ),
    (
      "git -c user.name=a -c user.email=a@b commit -q --allow-empty -m x; git update-ref refs/heads/main HEAD",
      "refs/heads/main"
    ),
    (
      "git update-ref refs/heads/orchestrate/main $(git -c user.name=a -c user.email=a@b commit-tree HEAD^{tree} -m x)",
      "refs/heads/orchestrate/main"
    ),
    ("git update-ref -d refs/heads/orchestrate/main", "refs/heads/orchestrate/main"),
  ]

  @Test(arguments: attacks) func saysWhatChanged(command: String, place: String) async throws {
    let events = try await events(of: command)
    guard case .quarantineChange(let change)? = events.first else {
      Issue.record("nothing is said")
      return
    }
    #expect(change.places.count == 1 && change.places[0].contains(place), "\(change.places)")
  }

  static let everyday = [
    "echo work > result", "git status; git add -A; git stash list",
    // What people do meanwhile, in their own checkout.
    "cd ../../repo && git -c user.name=a -c user.email=a@b commit -q --allow-empty -m x",
    "cd ../../repo && git switch -qc feature && git switch -q main && git branch -D feature",
    "cd ../../repo && git branch -q --track other main", "cd ../../repo && git tag v1 && git gc -q",
    "git -c user.name=a -c user.email=a@b commit -q --allow-empty -m own; git branch mine",
  ]

  @Test(arguments: everyday) func peopleMayGoOn(command: String) async throws {
    #expect(try await events(of: command).isEmpty)
  }

  @Test func whatNobodyHoldsAnyMoreIsKept() async throws {
    try await fixture.git.git("checkout", "-q", "people")
    try await fixture.git.git("commit", "-q", "--allow-empty", "-m", "lost")
    try await fixture.git.git("checkout", "-q", "main")
    let lost = try await fixture.commit("people")
    let events = try await events(of: "git branch -qD people")
    let ref = "refs/orchestrate/rescue/\(fixture.run.id)/001/lost-\(lost.description.prefix(10))"
    #expect(events == [.quarantineRescue(QuarantineRescue(ref: "refs/heads/people", was: lost, rescue: ref))])
    #expect(try await fixture.commit(ref) == lost)
  }
}
