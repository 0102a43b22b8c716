import FoundationEssentials
import Sandboxes
import SystemPackage

/// The toolchains below a person's home. What stands in `PATH` there is often a link or a short script that leads to
/// somewhere else below the home, where a sandbox has nothing.
struct Toolchains {
  let home: FilePath
  /// The directories of `PATH`.
  let path: [FilePath]

  init(home: FilePath, path: [FilePath]) {
    self.home = home
    self.path = path
  }

  /// Nil without a home.
  init?(_ environment: [String: String]) {
    guard let home = environment["HOME"].map({ FilePath($0).lexicallyNormalized() }), home.isAbsolute
    else { return nil }
    self.init(
      home: home, path: environment["PATH", default: ""].split(separator: ":").map { FilePath(String($0)) })
  }

  /// What has to be readable beside `PATH` for programs of these names; nothing for those outside the home.
  func roots(of programs: some Sequence<String>) -> [FilePath] {
    var roots: [FilePath] = []
    for file in programs.compactMap(locate) where file.starts(with: home) {
      let mentions = mentions(in: file)
      let parent = file.removingLastComponent()
      let around = ["bin", "shims", "sbin"].contains(parent.lastComponent?.string) ? [parent] : []
      let companions = parent == home.appending(".cargo/bin") ? [home.appending(".rustup")] : []
      let places = [file.resolved].compactMap(\.self) + mentions + around + companions
      for root in places.compactMap(root) where !roots.contains(root) && exists(root) { roots.append(root) }
    }
    return roots
  }

  /// The toolchain that a file below the home belongs to: `~/.pyenv`, `~/.local/share/uv`. Nil for what is none, and
  /// for what nobody should be asked to show to an agent.
  func root(of file: FilePath) -> FilePath? {
    var rest = file
    guard rest.removePrefix(home), let first = rest.components.first?.string, !Self.secrets.contains(first)
    else { return nil }
    let depth = [".local": 3, ".cache": 2][first, default: 1]
    guard rest.components.count >= depth else { return nil }
    let root = home.appending(rest.components.prefix(depth))
    return path.contains { root.starts(with: $0) } ? nil : root
  }

  private static let secrets: Set<String> = [
    ".ssh", ".gnupg", ".aws", ".azure", ".kube", ".docker", ".netrc", ".password-store", ".mozilla", ".pki",
    ".git-credentials", ".config", ".claude", ".codex", ".npmrc", ".pypirc",
  ]

  private func locate(_ program: String) -> FilePath? {
    guard !program.contains("/"), !program.isEmpty else { return nil }
    return path.lazy.map { $0.appending(program) }
      .first { FileManager.default.isExecutableFile(atPath: $0.string) }
  }

  private func exists(_ path: FilePath) -> Bool { FileManager.default.fileExists(atPath: path.string) }

  /// The places below the home that a script names.
  private func mentions(in file: FilePath) -> [FilePath] {
    guard let bytes = FileManager.default.contents(atPath: file.string)?.prefix(1 << 14),
      bytes.starts(with: Array("#!".utf8))
    else { return [] }
    return PathMentions.below(home, in: String(decoding: bytes, as: UTF8.self))
  }
}
