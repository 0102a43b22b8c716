private func nodeTool(_ top: TopLevel) -> String {
  if top.has("pnpm-lock.yaml") { return "pnpm" }
  return top.has("yarn.lock") ? "yarn" : "npm"
}

extension Ecosystem {
  /// The test script unless it is the placeholder that `npm init` writes; else a build that at least compiles.
  @Sendable static func nodeDoctor(_ top: TopLevel) -> String? {
    let scripts = top.scripts
    if let test = scripts["test"], !test.contains("no test specified") { return nodeTool(top) + " test" }
    return scripts["build"] == nil ? nil : nodeTool(top) + " run build"
  }

  @Sendable static func nodeBootstrap(_ top: TopLevel) -> String? {
    switch nodeTool(top) {
    case "pnpm": "pnpm install --frozen-lockfile"
    // Yarn 2 and later have this file, and another name for the option.
    case "yarn": top.has(".yarnrc.yml") ? "yarn install --immutable" : "yarn install --frozen-lockfile"
    default: top.has("package-lock.json") ? "npm ci" : "npm install"
    }
  }

  @Sendable static func pythonDoctor(_ top: TopLevel) -> String? {
    let mentions = ["pyproject.toml", "setup.cfg", "tox.ini"].contains { top.text(of: $0).contains("pytest") }
    let tests = mentions || top.has("pytest.ini") ? "pytest" : "unittest"
    if top.has("uv.lock") { return "uv run python -m \(tests)" }
    if top.has("poetry.lock") { return "poetry run python -m \(tests)" }
    return "python3 -m \(tests)"
  }

  @Sendable static func pythonBootstrap(_ top: TopLevel) -> String? {
    if top.has("uv.lock") { return "uv sync" }
    if top.has("poetry.lock") { return "poetry install" }
    return top.has("requirements.txt") ? "python3 -m pip install -r requirements.txt" : nil
  }
}
