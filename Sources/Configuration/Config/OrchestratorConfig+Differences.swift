extension OrchestratorConfig {
  /// The names of the keys in which two configurations differ, in the schema's order.
  package func differences(from other: OrchestratorConfig) -> [String] {
    Self.schema.keys.filter { $0.encode(self) != $0.encode(other) }.map(\.name)
  }
}
