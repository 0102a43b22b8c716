extension Repository {
  /// The settings of a section, from all of git's configuration files, by name as git spells it (lower case but
  /// for a middle part). The last value of a name counts.
  package func settings(of section: String) throws -> [String: String] {
    let entries = try Configuration(of: self).entries(matching: "^\(section)\\.")
    return Dictionary(entries.map { ($0.name, $0.value) }) { $1 }
  }
}
