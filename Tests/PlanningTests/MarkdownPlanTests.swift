import Configuration
import Testing
import YAML

@testable import Planning

@Suite struct MarkdownPlanTests {
  @Test func aHeadingWithLinesIsAnItem() throws {
    let plan = try markdown(
      """
      # Release 2

      What it is about.

      ## 1. Parse dates ##
      writes: api, src/{a,b}.swift
      reads: docs, README.md
      minutes: 20
      doctor: make test

      Take ISO dates, too.

      ### Notes

      - be careful

      ## Tell about it
      - **Depends on:** `Parse dates`, 007
      - agent: claude
      """)
    #expect(plan.items.map(\.name.value) == ["Parse dates", "Tell about it"])
    #expect(plan.items.map(\.number) == ["1", nil])
    #expect(plan.items[0].name.mark == Mark(line: 5, column: 7))
    #expect(
      plan.items[0].keys
        == [
          "locks.writes=api@6:9", "locks.reads=docs@7:8", "files.writes=src/{a,b}.swift@6:14",
          "files.reads=README.md@7:14", "estimated_minutes=20@8:10", "verify.doctor=make test@9:9",
          "description=Parse dates@5:7",
        ].sorted())
    #expect(
      plan.items[0].spec?.value == "# Parse dates\n\nTake ISO dates, too.\n\n### Notes\n\n- be careful\n")
    #expect(
      plan.items[1].dependencies.map { "\($0.value)@\($0.mark)" } == ["Parse dates@18:20", "007@18:34"])
    #expect(plan.items[1].keys == ["agent=claude@19:10", "description=Tell about it@17:4"])
    #expect(plan.items[1].spec?.value == "# Tell about it\n")
  }

  @Test func whatIsNoItemIsTextOrIsTold() throws {
    let plan = try markdown(
      """
      ## Why
      Because.
      ## A
      writes: api
      ### Detail
      Note: this is text.
      ```
      ## no heading
      writes: nothing
      ```
      ### B
      depends: A
      """)
    #expect(plan.items.map(\.name.value) == ["A", "B"])
    let text = "# A\n\n### Detail\nNote: this is text.\n```\n## no heading\nwrites: nothing\n```\n"
    #expect(plan.items[0].spec?.value == text)
    #expect(plan.notes.map { "\($0.mark)" } == ["1:4"])
  }

  @Test func linesMayEndAsOnWindows() throws {
    let plan = try markdown("\u{FEFF}# A\r\nwrites: api\r\n\r\nText\r\nmore\r\n# B\r\nreads: x")
    #expect(plan.items.map { $0.spec?.value } == ["# A\n\nText\nmore\n", "# B\n"])
    #expect(plan.items[0].name.mark == Mark(line: 1, column: 3))
    #expect(plan.items[1].name.mark == Mark(line: 6, column: 3))
  }

  @Test(arguments: [
    (
      "just text", "1:1: no heading is followed by a line such as `writes: NAME`, so there is nothing to plan"
    ),
    ("# A\nwirtes: api", "2:1: there is no line `wirtes`"),
    ("# A\nwrites: api\nGoal: fun", "3:1: there is no line `goal`"),
    (
      "# A\nwrites: api\n- writes: docs",
      "3:3: `writes` stands here again; several values are parted by commas"
    ),
    ("# A\nwrites:", "2:1: `writes` says nothing"),
    ("# A\nwrites: api\n\nText.\n\nreads: docs", "6:1: `reads` stands too far down to count"),
  ])
  func whatCannotBeMeantIsRefused(text: String, expected: String) {
    #expect(problems { () throws(Diagnostics) in _ = try markdown(text) } == [expected])
  }

  @Test func theHashIsOfAllThatAnItemSays() throws {
    let text = "# A\nwrites: api\ndepends: 7\n\nText."
    let hash = try markdown(text).items[0].hash
    #expect(try markdown("Before.\n\n" + text + "\n\n# B\nreads: api").items[0].hash == hash)
    for (old, new) in [("A", "B"), ("api", "docs"), ("7", "8"), ("Text", "Other")] {
      #expect(try markdown(text.split(separator: old).joined(separator: new)).items[0].hash != hash)
    }
  }
}
