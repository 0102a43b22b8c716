import FoundationEssentials
import Glibc
import SystemPackage
import YAML

/// The text of a plan and how it is known: by its path in the repository, so that it is the same plan next time.
struct PlanInput {
  let text: String
  let name: String

  /// Reads a file, or standard input for `-`; without a name the usual places are looked at.
  init(_ path: String?, in workspace: Workspace) throws {
    if path == "-" {
      try self.init(bytes: FileDescriptor.standardInput.upToLimit(), name: "-")
      return
    }
    let place = try path ?? Self.usual(in: workspace.root)
    let file: FilePath
    if path == nil {
      file = workspace.root.appending(place)
    } else {
      file = FilePath(FileManager.default.currentDirectoryPath).pushing(FilePath(place)).lexicallyNormalized()
    }
    try self.init(file: file, in: workspace)
  }

  /// A file whose path is absolute.
  init(file: FilePath, in workspace: Workspace) throws {
    let descriptor: FileDescriptor
    do {
      descriptor = try FileDescriptor.open(file, .readOnly, options: [.nonBlocking, .closeOnExec])
    } catch {
      throw Failure(
        "the plan cannot be read: \(file): \(error)", hint: "name it: git orchestrate plan --input FILE",
        code: .configuration)
    }
    defer { try? descriptor.close() }
    guard try descriptor.stat().type == .regular else {
      throw Failure("\(file) is no regular file", hint: "a plan is a text file", code: .configuration)
    }
    try self.init(bytes: descriptor.upToLimit(), name: workspace.pathInRepository(file))
  }

  private init(bytes: [UInt8], name: String) throws {
    guard bytes.count <= Limits.bytes else {
      throw Failure(
        "the plan \(name) is larger than 1 MiB", hint: "plan it in parts", code: .configuration)
    }
    guard let text = String(validating: bytes, as: UTF8.self), text.contains(where: { !$0.isWhitespace })
    else {
      throw Failure(
        "the plan \(name) is \(bytes.isEmpty ? "empty" : "no text in UTF-8")",
        hint: "git orchestrate help plan", code: .configuration)
    }
    self.text = text
    self.name = name
  }

  private static func usual(in root: FilePath) throws -> String {
    let names = ["PLAN.md", "plan.md", "docs/PLAN.md", "docs/plan.md"]
    let found = names.filter { FileManager.default.fileExists(atPath: root.appending($0).string) }
    if found.count == 1 { return found[0] }
    throw Failure(
      found.isEmpty ? "there is no plan here" : "there are several plans: \(found.joined(separator: ", "))",
      hint: "name one: git orchestrate plan --input FILE", code: .usage)
  }
}

extension Workspace {
  /// The path relative to the repository; the path itself where it lies elsewhere.
  func pathInRepository(_ file: FilePath) -> String {
    let real = unsafe realpath(file.string, nil).map { pointer in
      defer { unsafe free(pointer) }
      return unsafe String(cString: pointer)
    }
    var path = FilePath(real ?? file.string)
    return path.removePrefix(root) ? path.string : path.string
  }
}

extension FileDescriptor {
  /// All of it, or one byte more than a document may have.
  fileprivate func upToLimit() throws -> [UInt8] {
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while content.count <= Limits.bytes,
      case let count = try unsafe chunk.withUnsafeMutableBytes({ try unsafe read(into: $0) }), count > 0
    {
      content += chunk.prefix(count)
    }
    return content
  }
}
