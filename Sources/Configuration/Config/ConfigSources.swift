/// Everything that a configuration is made of; values in, no I/O.
package struct ConfigSources: Sendable {
  /// How messages name the file.
  package var file = ".orchestrator.yaml"
  /// The bytes of the file; nil when there is none.
  package var bytes: [UInt8]?
  /// The process's variables: values for `${VAR}`, and `ORCHESTRATE_<KEY>` overrides.
  package var environment: [String: String] = [:]
  /// What `git config` says, by key; only `orchestrate.*` is looked at, spelled as git spells it in any case.
  package var gitConfig: [String: String] = [:]
  /// Values of command-line flags by the key they override, as in `max_parallel`.
  package var flags: [String: String] = [:]

  package init(bytes: [UInt8]? = nil) { self.bytes = bytes }

  /// What overrides a key, the weakest first.
  func overrides(of path: [String]) -> [(origin: Origin, label: String, text: String)] {
    let variable = "ORCHESTRATE_" + path.joined(separator: "_").uppercased()
    let flag = "--" + (path.last ?? "").split(separator: "_").joined(separator: "-")
    let gitKey = gitConfig.keys.sorted().first {
      folded($0) == folded("orchestrate." + path.joined(separator: "."))
    }
    var found: [(origin: Origin, label: String, text: String)] = []
    if let gitKey, let text = gitConfig[gitKey] {
      found.append((.gitConfig(gitKey), "git config \(gitKey)", text))
    }
    // An empty variable is how a shell says "not set".
    if let text = environment[variable], !text.isEmpty {
      found.append((.environment(variable), variable, text))
    }
    if let text = flags[path.joined(separator: ".")] { found.append((.flag(flag), flag, text)) }
    return found
  }
}
