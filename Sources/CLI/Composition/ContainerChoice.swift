import Configuration
import FoundationEssentials
import Git
import Orchestration
import Sandboxes
import SystemPackage

/// What the containers of a run are made from: an engine that answers, an image that is there or can be built, and
/// the options that the configuration stands for.
struct ContainerChoice {
  let workspace: Workspace
  let config: OrchestratorConfig
  let engine: ContainerEngine
  /// Tells a person what takes long.
  let tell: @Sendable (String) -> Void

  private var docker: Docker { config.docker }
  private var name: String { engine.kind.rawValue }

  /// Throws a `Failure` that says what is missing.
  func rules() async throws -> ContainerRules {
    let isRootless = try await isRootless()
    try requireLimits(isRootless: isRootless)
    let name = try imageName()
    if try await id(of: name) == nil { try await build(name) }
    guard let image = try await id(of: name) else { throw Failure.noImage(name, engine.kind) }
    var rules = ContainerRules(
      image: image, options: options(isRootless: isRootless), environment: engine.environment,
      worker: try WorkerProgram.locate())
    // Three of them and a process always find room: what fills one up is told so, and nobody killed.
    rules.temporaryMB = docker.memoryMB.map { $0 / 4 }
    return rules
  }

  /// Asked first, because it also tells whether the engine answers at all.
  private func isRootless() async throws -> Bool {
    let field = engine.kind == .podman ? "{{.Host.Security.Rootless}}" : "{{.SecurityOptions}}"
    do {
      // Of an engine that is off it says so; `info` says something about its format.
      _ = try await engine.call(["ps", "--quiet"])
      let answer = try await engine.call(["info", "--format", field])
      return answer.contains("true") || answer.contains("rootless")
    } catch let error as ContainerError {
      let hint = engine.kind == .docker ? "start it: systemctl start docker" : "see what `podman info` says"
      throw Failure("\(name) does not work", hint: hint, code: .environment, causes: ["\(error)"])
    }
  }

  /// An engine without root's rights leaves limits away where it cannot have them, and only warns.
  private func requireLimits(isRootless: Bool) throws {
    guard isRootless, docker.memoryMB != nil || docker.cpus != nil || docker.pidsLimit != nil,
      !FileManager.default.fileExists(atPath: "/sys/fs/cgroup/cgroup.controllers")
    else { return }
    throw Failure(
      "rootless \(name) cannot limit anything here: the first version of cgroups is root's",
      hint: "take memory_mb, cpus and pids_limit out of 'docker', or start Linux with cgroups v2",
      code: .environment)
  }

  private func options(isRootless: Bool) -> [String] {
    ContainerRules.user(docker.user, kind: engine.kind, isRootless: isRootless)
      + (config.worker.network && docker.networkMode != .bridge
        ? ["--network", docker.networkMode.rawValue] : [])
      + (docker.memoryMB.map { ["--memory", "\($0)m"] } ?? [])
      + (docker.cpus.map { ["--cpus", "\($0)"] } ?? [])
      + (docker.pidsLimit.map { ["--pids-limit", "\($0)"] } ?? [])
  }

  /// An image that only a Dockerfile names is called by what stands in that file.
  private func imageName() throws -> String {
    if let image = docker.image { return image }
    guard let dockerfile else { throw Failure.noImage(nil, engine.kind) }
    guard let content = FileManager.default.contents(atPath: dockerfile.string) else {
      throw Failure.noDockerfile(dockerfile)
    }
    return "git-orchestrate:\(try ObjectID.hash(blob: Array(content)).hex.prefix(12))"
  }

  private func id(of image: String) async throws -> String? {
    let id = try? await engine.call(["image", "inspect", "--format", "{{.Id}}", image])
    return id.map { String($0.filter { !$0.isWhitespace }) }
  }

  private var dockerfile: FilePath? { docker.dockerfile.map { workspace.path($0) } }

  private func build(_ image: String) async throws {
    guard let dockerfile else { throw Failure.noImage(image, engine.kind) }
    guard FileManager.default.fileExists(atPath: dockerfile.string) else {
      throw Failure.noDockerfile(dockerfile)
    }
    let context = docker.buildContext.map { workspace.path($0) } ?? dockerfile.removingLastComponent()
    tell("building the image \(image) from \(dockerfile), once")
    let network = docker.networkMode == .host ? ["--network", "host"] : []
    do {
      _ = try await engine.call(
        ["build", "--tag", image, "--file", dockerfile.string] + network + [context.string],
        within: .seconds(3600))
    } catch let error as ContainerError {
      throw Failure(
        "the image \(image) could not be built", hint: "see what '\(name) build -f \(dockerfile)' says",
        code: .environment, causes: ["\(error)"])
    }
  }
}

extension Failure {
  fileprivate static func noImage(_ name: String?, _ engine: SandboxKind) -> Failure {
    guard let name else {
      return Failure(
        "sandbox \(engine.rawValue) needs an image",
        hint: "name one with docker.image, or a Dockerfile to build it from with docker.dockerfile; ours is"
          + " share/git-orchestrate/Dockerfile where git-orchestrate is installed",
        code: .environment)
    }
    return Failure(
      "\(engine.rawValue) has no image \(name)",
      hint: "get it: \(engine.rawValue) pull \(name); or name a Dockerfile with docker.dockerfile",
      code: .environment)
  }

  fileprivate static func noDockerfile(_ path: FilePath) -> Failure {
    Failure("there is no \(path)", hint: "docker.dockerfile names it", code: .environment)
  }
}
