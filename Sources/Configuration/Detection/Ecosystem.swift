/// A build tool that `init` knows: how to tell that it is there, and what it checks and fetches with.
struct Ecosystem: Sendable {
  let name: String
  /// Any of these tells that it is used.
  let markers: [String]
  /// Files that declare or lock dependencies.
  var declarations: [String] = []
  let doctor: @Sendable (TopLevel) -> String?
  var bootstrap: @Sendable (TopLevel) -> String? = { _ in nil }
  /// Mostly builds the same once more where another tool is there: then it has no say in what the doctor is.
  var isSecond = false

  func isPresent(_ top: TopLevel) -> Bool { markers.contains(where: top.has) }

  static let all = [make, swiftPM, cargo, go, node, python, cmake, maven, gradle]

  static let makefiles = ["GNUmakefile", "makefile", "Makefile"]

  static let make = Ecosystem(
    name: "Make", markers: makefiles,
    doctor: { top in ["test", "check"].first(where: top.hasMakeTarget).map { "make \($0)" } })

  private static let swiftPM = Ecosystem(
    name: "SwiftPM", markers: ["Package.swift"], declarations: ["Package.swift", "Package.resolved"],
    doctor: { _ in "swift test" }, bootstrap: { _ in "swift package resolve" })

  private static let cargo = Ecosystem(
    name: "Cargo", markers: ["Cargo.toml"], declarations: ["Cargo.toml", "Cargo.lock"],
    doctor: { _ in "cargo test" }, bootstrap: { _ in "cargo fetch" })

  private static let go = Ecosystem(
    name: "Go", markers: ["go.mod"], declarations: ["go.mod", "go.sum"],
    doctor: { _ in "go test ./..." }, bootstrap: { _ in "go mod download" })

  private static let node = Ecosystem(
    name: "Node", markers: ["package.json"],
    declarations: ["package.json", "package-lock.json", "pnpm-lock.yaml", "yarn.lock"],
    doctor: nodeDoctor, bootstrap: nodeBootstrap)

  private static let python = Ecosystem(
    name: "Python",
    markers: ["pyproject.toml", "pytest.ini", "setup.py", "setup.cfg", "tox.ini", "requirements.txt"],
    declarations: ["pyproject.toml", "setup.py", "requirements.txt", "uv.lock", "poetry.lock"],
    doctor: pythonDoctor, bootstrap: pythonBootstrap)

  private static let cmake = Ecosystem(
    name: "CMake", markers: ["CMakeLists.txt"], declarations: ["CMakeLists.txt"],
    doctor: { _ in "cmake -S . -B build && cmake --build build && ctest --test-dir build --output-on-failure"
    }, isSecond: true)

  private static let maven = Ecosystem(
    name: "Maven", markers: ["pom.xml"], declarations: ["pom.xml"],
    doctor: { top in "\(top.has("mvnw") ? "./mvnw" : "mvn") --batch-mode verify" })

  private static let gradleFiles = [
    "build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts",
  ]

  private static let gradle = Ecosystem(
    name: "Gradle", markers: gradleFiles, declarations: gradleFiles,
    doctor: { top in "\(top.has("gradlew") ? "./gradlew" : "gradle") check" })
}
