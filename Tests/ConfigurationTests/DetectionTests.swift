import Orchestration
import Testing

@testable import Configuration

@Suite struct DetectionTests {
  @Test(
    arguments: [
      (["Package.swift"], "", "swift test", ["swift package resolve"]),
      (["Cargo.toml"], "", "cargo test", ["cargo fetch"]),
      (["go.mod"], "", "go test ./...", ["go mod download"]),
      (["package.json", "package-lock.json"], #"{"scripts": {"test": "jest"}}"#, "npm test", ["npm ci"]),
      (
        ["package.json"],
        #"{"scripts": {"test": "echo \"Error: no test specified\" && exit 1", "build": "tsc"}}"#,
        "npm run build", ["npm install"]
      ),
      (
        ["package.json", "pnpm-lock.yaml"], #"{"scripts": {"test": "x"}}"#, "pnpm test",
        ["pnpm install --frozen-lockfile"]
      ),
      (
        ["package.json", "yarn.lock"], #"{"scripts": {"test": "x"}}"#, "yarn test",
        ["yarn install --frozen-lockfile"]
      ),
      (
        ["package.json", "yarn.lock", ".yarnrc.yml"], #"{"scripts": {"test": "x"}}"#, "yarn test",
        ["yarn install --immutable"]
      ),
      (["package.json"], "{ broken", "true", ["npm install"]),
      (["pyproject.toml"], "[tool.pytest.ini_options]", "python3 -m pytest", []),
      (["pyproject.toml", "uv.lock"], "pytest", "uv run python -m pytest", ["uv sync"]),
      (
        ["setup.py", "requirements.txt"], "", "python3 -m unittest",
        ["python3 -m pip install -r requirements.txt"]
      ),
      (["Makefile"], "all: x\ntest : all\n\tx", "make test", []),
      (["Makefile"], "test := x\ncheck: x", "make check", []),
      (["Makefile"], "tests: x\n", "true", []),
      (["Makefile", "Cargo.toml"], "test:\n", "make test", ["cargo fetch"]),
      (
        ["CMakeLists.txt"], "",
        "cmake -S . -B build && cmake --build build && ctest --test-dir build --output-on-failure", []
      ),
      (["Package.swift", "CMakeLists.txt"], "", "swift test", ["swift package resolve"]),
      (["pom.xml", "mvnw"], "", "./mvnw --batch-mode verify", []),
      (["build.gradle.kts"], "", "gradle check", []),
      (["Cargo.toml", "go.mod"], "", "cargo test && go test ./...", ["cargo fetch", "go mod download"]),
      (["README.md"], "", "true", []),
    ] as [([String], String, String, [String])])
  func theToolsAreRecognised(names: [String], text: String, doctor: String, bootstrap: [String]) throws {
    let proposal = ProjectProposal(names: names) { _ in text }
    #expect(proposal.doctor == doctor)
    #expect(proposal.bootstrap == bootstrap)
    let config = try load(proposal.configurationText(baseBranch: "trunk")).config
    #expect(config.doctor == doctor)
    #expect(config.bootstrap == bootstrap)
    #expect(config.resources == proposal.resources)
    #expect(config.baseBranch == "trunk")
    #expect(config.worker.sandbox == .none && config.worker.agent == "command")
  }

  @Test func directoriesBecomeResources() {
    let names = [
      "Sources/", "Tests/", "docs/", "node_modules/", ".github/", "other/", "we[ird/", "sources/",
      "Package.swift",
      "Package.resolved", "README.md",
    ]
    let resources = ProjectProposal(names: names) { _ in nil }.resources
    #expect(resources.map(\.name.description) == ["sources", "tests", "docs", "dependencies"])
    #expect(resources.last?.paths.map(\.description) == ["Package.resolved", "Package.swift"])
    #expect(resources.first?.paths.map(\.description) == ["Sources/**"])
  }

  @Test func theInstalledAgentIsTheAgent() throws {
    let text = ProjectProposal(names: []) { _ in nil }.configurationText(baseBranch: "main", agent: "claude")
    #expect(try load(text).config.worker.agent == "claude")
  }

  @Test func aGuessSaysSo() {
    let text = ProjectProposal(names: []) { _ in nil }.configurationText(baseBranch: "main")
    #expect(text.contains("replace this by what tests the repository.\ndoctor: \"true\"\n"))
    #expect(text.contains("\nresources: []\n"))
  }
}
