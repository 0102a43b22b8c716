import Testing
import YAML

@testable import Configuration

@Suite struct JSONSchemaTests {
  /// Dotted names of the properties of a schema, with `[]` for elements and `*` for free names.
  private func properties(_ node: Node, _ prefix: String = "") -> [String] {
    var names: [String] = []
    for property in node["properties"]?.entries ?? [] {
      names.append(prefix + property.key)
      names += properties(property.value, prefix + property.key + ".")
    }
    if let items = node["items"] { names += properties(items, prefix + "[].") }
    if let free = node["additionalProperties"] { names += properties(free, prefix + "*.") }
    return names
  }

  @Test func theSchemaIsJSONAndListsEveryKey() throws {
    let root = try parse(Array(OrchestratorConfig.jsonSchema.utf8), file: "schema.json").root
    let listed = Set(properties(root))
    for key in OrchestratorConfig.schema.keys { #expect(listed.contains(key.name)) }
    #expect(listed.isSuperset(of: ["resources.[].paths", "agents.*.command", "worker", "worker.pass_env"]))
    #expect(listed.count == OrchestratorConfig.schema.keys.count + 10 + 12)
    let parallel = try #require(root["properties"]?["max_parallel"])
    #expect(
      parallel["minimum"]?.text == "1" && parallel["maximum"]?.text == "64"
        && parallel["default"]?.text == "4")
    #expect(root["additionalProperties"]?.text == "false")
    #expect(root["properties"]?["resources"]?["items"]?["required"]?.texts == ["name", "paths"])
    #expect(
      root["properties"]?["worker"]?["properties"]?["sandbox"]?["enum"]?.texts == [
        "auto", "none", "bubblewrap", "docker", "podman",
      ])
  }

  @Test func everyKeyIsDocumentedOnce() {
    let keys = OrchestratorConfig.schema.keys
    #expect(Set(keys.map(\.name)).count == keys.count)
    #expect(keys.allSatisfy { $0.documentation.hasSuffix(".") || $0.documentation.hasSuffix("<mail>.") })
    #expect(OrchestratorConfig.schema.planned.isDisjoint(with: keys.map(\.name)))
  }

  @Test func theManifestHasASchemaToo() throws {
    let root = try parse(Array(manifestJSONSchema.utf8), file: "schema.json").root
    #expect(root["required"]?.texts == ["id"])
    let listed = Set(properties(root))
    for key in Manifest.schema.keys { #expect(listed.contains(key.name)) }
  }
}

extension Node {
  fileprivate var entries: [Entry] { if case .mapping(let entries) = content { entries } else { [] } }
  fileprivate var text: String? { if case .scalar(let scalar) = content { scalar.text } else { nil } }
  fileprivate var texts: [String] {
    if case .sequence(let elements) = content { elements.compactMap(\.text) } else { [] }
  }
  fileprivate subscript(key: String) -> Node? { entries.first { $0.key == key }?.value }
}
