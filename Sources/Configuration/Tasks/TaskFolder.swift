import YAML

/// What one folder below the tasks directory holds, before anything is made of it.
struct TaskFolder: Sendable {
  /// How messages name the folder.
  let path: String
  /// The name of the manifest's file.
  let manifestName: String
  let manifest: [UInt8]
  /// Nil when it could not be read, which is reported already.
  let spec: [UInt8]?

  static let manifestNames = ["manifest.json", "manifest.yaml", "manifest.yml"]
  static let specName = "spec.md"

  var manifestPath: String { path + "/" + manifestName }
  var specPath: String { path + "/" + Self.specName }
}

/// What a look into the tasks directory found.
struct TaskFolders: Sendable {
  private(set) var folders: [TaskFolder] = []
  private(set) var problems: [Diagnostic] = []
  private(set) var warnings: [Diagnostic] = []

  init() {}

  /// Reads every folder of `directory`, which messages call `name`. A directory that is missing holds no tasks;
  /// files and hidden entries are none of ours.
  init(directory: String, name: String) {
    do {
      let root = try Directory(path: directory)
      for entry in try root.names() where !entry.hasPrefix(".") {
        add(entry, in: root, path: name + "/" + entry)
      }
    } catch {
      if error != .missing { refuse(name, "the tasks directory", error) }
    }
  }

  private mutating func add(_ entry: String, in root: borrowing Directory, path: String) {
    switch root.kind(of: entry) {
    case .directory: break
    case .symbolicLink: return addLink(entry, in: root, path: path)
    case .other: return
    case nil: return refuse(path, "the task folder", .missing)
    }
    do {
      let folder = try Directory(entry, in: root)
      let manifests = try folder.names().filter(TaskFolder.manifestNames.contains)
      guard let manifest = manifests.first else {
        warnings.append(
          Diagnostic(
            severity: .warning, file: path, message: "the folder has no manifest, so it is no task",
            hint: "add a manifest.json or manifest.yaml"))
        return
      }
      if manifests.count > 1 {
        return refuse(path, "the folder has \(manifests.joined(separator: " and ")); keep one")
      }
      read(folder, manifest: manifest, path: path)
    } catch {
      refuse(path, "the task folder", error)
    }
  }

  /// A link to a file is none of ours; one to a folder would be a task from elsewhere.
  private mutating func addLink(_ entry: String, in root: borrowing Directory, path: String) {
    if root.leadsToDirectory(entry) { refuse(path, "the task folder", .isSymbolicLink) }
  }

  private mutating func read(_ folder: borrowing Directory, manifest name: String, path: String) {
    let manifest = file(name, in: folder, path: path, called: "the manifest")
    let spec = file(TaskFolder.specName, in: folder, path: path, called: "the spec")
    guard let manifest else { return }
    folders.append(TaskFolder(path: path, manifestName: name, manifest: manifest, spec: spec))
  }

  private mutating func file(
    _ name: String, in folder: borrowing Directory, path: String, called what: String
  ) -> [UInt8]? {
    do {
      return try folder.read(name, limit: Limits.bytes)
    } catch {
      refuse(path + "/" + name, what, error)
      return nil
    }
  }

  private mutating func refuse(_ file: String, _ what: String, _ refusal: Directory.Refusal) {
    refuse(file, "\(what) \(refusal)")
  }

  private mutating func refuse(_ file: String, _ message: String) {
    problems.append(Diagnostic(severity: .error, file: file, message: message))
  }
}
