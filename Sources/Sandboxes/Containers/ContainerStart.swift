import Orchestration

/// The command line that starts a container, without the engine's name.
struct ContainerStart {
  let order: ContainerOrder
  let confinement: Confinement
  let nonce: Nonce

  init(_ order: ContainerOrder, _ confinement: Confinement, _ nonce: Nonce) {
    self.order = order
    self.confinement = confinement
    self.nonce = nonce
  }

  /// Where the worker is found in every image, whoever may enter which directory there.
  private static let worker = "/.orchestrate-worker"

  /// It carries the attempt's mark, and so do all commands that enter it: what is left of them is found without
  /// the engine.
  var arguments: [String] {
    ["run", "--detach", "--rm", "--pull", "never", "--name", order.name]
      + order.labels.sorted { $0.key < $1.key }.flatMap { ["--label", "\($0.key)=\($0.value)"] }
      + ["--env", "\(CommandEnvironment.nonceName)=\(nonce)"] + Self.rights + temporaryDirectories
      + (confinement.hasNetwork ? [] : ["--network", "none"]) + order.options + mounts
      + ["--workdir", "/", "--entrypoint", Self.worker, order.image, "hold", order.lock]
  }

  private static let rights =
    ["--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--security-opt", "label=disable"]

  /// What would vanish with the container is an error instead, but for temporary files.
  private var temporaryDirectories: [String] {
    let size = order.temporaryMB.map { ",size=\($0)m" } ?? ""
    return ["--read-only"]
      + ["/run", "/tmp", "/var/tmp"].flatMap { ["--tmpfs", "\($0):rw,exec,mode=1777\(size)"] }
  }

  private var mounts: [String] {
    let own = confinement.mounts.map { path, access in
      switch access {
      case .readable: Self.bind(path, to: path, isReadOnly: true)
      case .writable: Self.bind(path, to: path)
      case .masked: Self.mount(["type=tmpfs", "destination=\(path)"] + maskOptions)
      }
    }
    return own.flatMap { $0 } + Self.bind(order.worker, to: Self.worker, isReadOnly: true)
      + Self.bind(order.lock, to: order.lock, isReadOnly: true)
  }

  /// Podman would begin with a copy of what it hides.
  private var maskOptions: [String] {
    confinement.kind == .podman ? ["notmpcopyup", "ro=true"] : ["readonly"]
  }

  private static func bind(_ source: String, to path: String, isReadOnly: Bool = false) -> [String] {
    mount(["type=bind", "source=\(source)", "destination=\(path)"] + (isReadOnly ? ["readonly"] : []))
  }

  /// The engines read a mount as a line of CSV, in which a path with a comma is quoted.
  private static func mount(_ fields: [String]) -> [String] {
    let line = fields.map { field in
      guard field.contains(where: { ",\"".contains($0) }) else { return field }
      return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        + "\""
    }
    return ["--mount", line.joined(separator: ",")]
  }
}
