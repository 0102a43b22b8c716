// swift-tools-version: 6.2
import PackageDescription

/// One rule set for every target of ours; in CI a warning is an error.
let strict: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
  ] + (Context.environment["CI"] == "true" ? [.treatAllWarnings(as: .error)] : [])

/// A library target under `Sources/`, compiled with the strict settings.
func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of one target, in `Tests/<name>Tests`.
func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.target(name: name), "TestSupport"] + dependencies,
    swiftSettings: strict)
}

let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let argumentParser: Target.Dependency =
  .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "git-orchestrate",
  products: [
    .executable(name: "git-orchestrate", targets: ["git-orchestrate"]),
    .executable(name: "orchestrate-worker", targets: ["orchestrate-worker"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
  ],
  targets: [
    // Arrows point down only: a target may depend on targets below its own line.
    .executableTarget(
      name: "git-orchestrate", dependencies: ["CLI"],
      exclude: ["completion.bash", "completion.fish", "git-orchestrate.1"], swiftSettings: strict),
    .executableTarget(
      name: "orchestrate-worker",
      dependencies: ["Agents", "Sandboxes", "Journal", "Orchestration", "CLinux", system],
      path: "worker/Sources", swiftSettings: strict),
    library(
      "CLI",
      [
        "Engine", "Workers", "Landing", "Sandboxes", "Agents", "Journal", "Planning", "Configuration", "YAML",
        "Git", "Hooks",
        "Orchestration", argumentParser, system,
      ]),
    .target(
      name: "Hooks", path: "hooks",
      resources: ["commit-msg", "post-commit", "pre-push"].map { .embedInCode($0) }, swiftSettings: strict),
    library("Engine", ["Journal", "Orchestration"]),
    library("Workers", ["CLinux", "Git", "Sandboxes", "Agents", "Journal", "Orchestration", system]),
    library("Landing", ["Git", "Sandboxes", "Journal", "Orchestration", system]),
    library("Sandboxes", ["Orchestration", "CLinux", subprocess, system]),
    library("Agents", ["Orchestration"]),
    library("Journal", ["Orchestration", system]),
    library("Planning", ["Configuration", "YAML", "Orchestration"]),
    library("Configuration", ["YAML", "Orchestration"]),
    library("Orchestration"),
    library("YAML", ["CLibYAML"]),
    library("Git", ["CLibgit2"]),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CLibgit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),

    // What the real agent programs talk to in tests.
    .executableTarget(
      name: "model-server", dependencies: [system], path: "Tests/ModelServer", swiftSettings: strict),
    .target(
      name: "TestSupport", dependencies: [system, subprocess], path: "Tests/TestSupport",
      swiftSettings: strict),
    tests(
      of: "CLI",
      [
        "Orchestration", "Configuration", "Git", "Hooks", "Journal", "Landing", "Sandboxes", "Planning",
        "YAML",
        argumentParser,
        system,
      ]),
    tests(of: "Engine", ["Orchestration", "Journal"]),
    tests(of: "Workers", ["Agents", "Orchestration", "Git", "Journal", "Sandboxes", subprocess, system]),
    tests(of: "Landing", ["Orchestration", "Git", "Sandboxes", system]),
    tests(of: "Sandboxes", ["Orchestration", subprocess, system]),
    tests(of: "Agents", ["Orchestration"]),
    tests(of: "Journal", ["Orchestration", system]),
    tests(of: "Planning", ["Configuration", "Orchestration", "YAML"]),
    tests(of: "Configuration", ["Orchestration", "YAML"]),
    tests(of: "Orchestration"),
    tests(of: "YAML"),
    tests(of: "Git", [system]),
  ]
)
