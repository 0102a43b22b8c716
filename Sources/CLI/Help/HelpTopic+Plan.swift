extension HelpTopic {
  static let planText = """
    FROM A PLAN TO TASKS

      git orchestrate plan --input docs/plan.md                     by planner.agent, else by the plan's form
      git orchestrate plan --input docs/plan.md --planner codex     an agent reads plan and repository
      git orchestrate plan --input docs/plan.md --dry-run           what would come of it; -v shows the files

      git orchestrate autopilot                                     an agent asks what is to be done, and plans it

    Without --input: PLAN.md or docs/plan.md. '-' is standard input. Nothing is written unless all of it holds.

    THE FORM that the planner 'markdown' reads. No model is asked; the same plan gives the same tasks:

      ## 2. Parse ISO dates             an item: a heading with lines such as these right below it
      writes: api, src/dates/**         resources by name, and paths; `writes: other` for all that has no resource
      reads: docs                       the same
      depends: 1, Set up tests          items by number or name, or ids of tasks that are there
      doctor: make test-api             one of the configuration's commands; fast, lint likewise
      minutes: 20                       a guess; decides what starts first
      agent: codex                      and model, test, test_paths, tdd, timeout, retries, description, id, name

      Then an empty line, and all that the agent is told, with headings of a deeper level as well.

    Each line may be an item of a list (- writes: api). An item is locked against everything when it says neither
    reads nor writes. A heading without any such line is no item: it belongs to the item above it, or to people.

    PLANNED AGAIN, the same file changes the tasks that have not started. An item that says what it said before
    leaves its task alone, with what you changed in it. Tasks that have started or landed stay as they are; those
    that the plan has no more are named. An item is known by its heading without the number; an id is never used
    for another task.

    AN AGENT gets the plan, the repository to read, the resources and the tasks that are there. Its answer is
    judged like what people write, and more strictly: a command that the configuration does not have, files
    outside every resource, and two tasks that write the same files without a lock or an order are refused. It is
    told once what was wrong; then the plan is refused, with exit 3, and what it answered is kept.
    """
}
