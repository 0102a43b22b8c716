import Orchestration
import YAML

extension Kind where Value == String {
  /// What a branch's name begins with: valid with any id behind it.
  static var branchPrefix: Kind {
    text("what a valid branch name begins with, ending in `/`") {
      $0.hasSuffix("/") && isBranchName($0 + "x")
    }
  }

  /// What `git push` takes as its first argument.
  static var remote: Kind {
    text("the name or the address of a remote") { !$0.hasPrefix("-") }
  }

  /// A path that stays below the repository's root.
  static var relativePath: Kind {
    scalar(
      "a path inside the repository, without `..`",
      .object(["type": .string("string"), "minLength": .int(1)]),
      parse: { text in
        let path = text.hasSuffix("/") ? text.dropLast() : text[...]
        let isInside = path.split(separator: "/", omittingEmptySubsequences: false)
          .allSatisfy { !["", ".", "..", ".git"].contains($0.lowercased()) }
        return isInside ? String(path) : nil
      }, encode: JSON.string)
  }

  /// What stands alone on a command line and is no option of it.
  static var imageName: Kind {
    text("a name without spaces") { name in
      name.first.map { $0.isLetter || $0.isNumber } == true && !name.contains(where: \.isWhitespace)
    }
  }

  /// A path whose only placeholder is `{repo}`.
  static var worktreeRoot: Kind {
    text("a path whose only placeholder is {repo}") { path in
      !path.split(separator: "{repo}", omittingEmptySubsequences: false).contains { part in
        part.contains("{") || part.contains("}")
      }
    }
  }
}

extension Kind where Value == [String] {
  static var commands: Kind { Kind<String>.command.list(of: "shell commands") }
  /// Paths of the machine, not of the repository.
  static var hostPaths: Kind {
    Kind<String>.text("an absolute path, or one below `~/`") { path in
      (path.hasPrefix("/") || path.hasPrefix("~/")) && path != "/"
        && !path.split(separator: "/").contains("..")
    }.list(of: "paths")
  }

  static var variableNames: Kind { Kind<String>.variableName.list(of: "environment variables") }
}

extension Kind where Value == [Glob] {
  static var globs: Kind { Kind<Glob>.glob.list(of: "path patterns") }
}

extension Kind where Value == Author {
  static var author: Kind {
    scalar(
      "of the form `Name <mail>`",
      .object(["type": .string("string"), "pattern": .string("^[^<>]+ <[^<> ]+>$")]),
      parse: { Author($0) }, encode: { .string($0.description) })
  }
}

extension Kind where Value == [Resource] {
  static var resources: Kind {
    let drafts = Kind<ResourceDraft>.record(ResourceDraft.schema, ResourceDraft(), "a resource")
      .list(of: "resources")
    return Kind(
      expected: drafts.expected, isScalar: false, schema: drafts.schema,
      read: { node, reading in
        guard let drafts = drafts.read(node, &reading) else { return nil }
        reportDuplicates(drafts.compactMap(\.name), &reading)
        return drafts.compactMap(\.resource)
      },
      encode: { drafts.encode($0.map(ResourceDraft.init)) })
  }
}

/// A resource while it is read.
private struct ResourceDraft: Sendable {
  var name: Located<ResourceName>?
  var description: String?
  var paths: [Glob] = []

  var resource: Resource? { name.map { Resource(name: $0.value, description: description, paths: paths) } }

  static let schema = Schema<ResourceDraft>(keys: [
    Key("name", Kind<ResourceName>.resourceName.located, \.name, "What locks call it.", isRequired: true),
    Key("description", .text(), \.description, "What it is, for planners and people."),
    Key(
      "paths", Kind<Glob>.glob.list(of: "path patterns", atLeast: 1), \.paths, "The paths it covers.",
      isRequired: true),
  ])
}

extension ResourceDraft {
  fileprivate init(_ resource: Resource) {
    name = Located(resource.name, at: .start)
    description = resource.description
    paths = resource.paths
  }
}

private func reportDuplicates(_ names: [Located<ResourceName>], _ reading: inout Reading) {
  var first: [ResourceName: Mark] = [:]
  for name in names {
    if name.value == .other {
      reading.report(
        name.mark, "`other` is the resource of all paths that no resource covers; choose another name")
    } else if let mark = first[name.value] {
      reading.report(name.mark, "the resource `\(name.value)` is already declared in line \(mark.line)")
    } else {
      first[name.value] = name.mark
    }
  }
}

extension Kind where Value == [String: AgentDefinition] {
  static var agents: Kind {
    let agent = Kind<AgentDefinition>.record(AgentDefinition.schema, AgentDefinition(), "an agent")
    return mapping("a mapping of names to agents", to: agent, read: readAgent)
  }
}

extension Kind where Value == [String: TokenPrice] {
  static var prices: Kind {
    mapping("a mapping of models to prices", to: .record(TokenPrice.schema, TokenPrice(), "a price"))
  }
}

extension TokenPrice {
  fileprivate static let schema = Schema<TokenPrice>(keys: [
    Key("input", .price, \.input, "A million input tokens, without the cached ones.", isRequired: true),
    Key("cached", .price, \.cached, "A million input tokens from the cache.", isRequired: true),
    Key("output", .price, \.output, "A million output tokens.", isRequired: true),
  ])
}

extension Kind where Value == Double {
  private static let mostDollars = 1_000_000.0
  fileprivate static var price: Kind { decimal(0...mostDollars, " of US dollars") }
  /// A sum that may be spent; nothing at all is no limit.
  static var dollars: Kind { decimal(0.0001...mostDollars, " of US dollars") }
}

private func readAgent(
  _ entry: Node.Entry, _ kind: Kind<AgentDefinition>, _ reading: inout Reading
) -> AgentDefinition? {
  guard TaskID(entry.key) != nil else {
    reading.report(entry.mark, "the name of an agent is made of a-z, 0-9 and `-`")
    return nil
  }
  let before = reading.diagnostics.count
  let agent = reading.descend(entry.key, entry.value) { kind.read(entry.value, &$0) }
  if let agent, reading.diagnostics.count == before, let problem = problem(of: agent, named: entry.key) {
    reading.report(entry.mark, "the agent `\(entry.key)` \(problem)")
  }
  return agent
}

/// What no key of an agent alone can tell.
private func problem(of agent: AgentDefinition, named name: String) -> String? {
  if agent.command != nil {
    return agent.args.isEmpty ? nil : "has a `command`, so its `args` belong into that"
  }
  if agent.resume != nil || agent.output != nil { return "has a `resume` or an `output`, but no `command`" }
  if AgentDefinition.programs.contains(name) { return nil }
  if !agent.args.isEmpty { return "has `args`, but nothing to give them to" }
  return name == AgentDefinition.shell ? nil : "has no `command`"
}

extension AgentDefinition {
  fileprivate static let schema = Schema<AgentDefinition>(
    keys: [
      Key("command", .command, \.command, "The shell command of one turn; the prompt is on stdin."),
      Key(
        "resume", .command, \.resume,
        "The shell command of a turn that goes on with the session $ORCHESTRATE_SESSION."),
      Key("output", .choice, \.output, "How the command's standard output is read."),
      Key("model", .text(), \.model, "The model of tasks that name none."),
      Key("args", Kind<String>.text().list(of: "arguments"), \.args, "More arguments for codex or claude."),
      Key("env", .variableNames, \.env, "Environment variables that it gets, its credentials included."),
    ])
}
