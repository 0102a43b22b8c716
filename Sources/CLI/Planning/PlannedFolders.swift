import Configuration
import FoundationEssentials
import Glibc
import Orchestration
import SystemPackage

/// Puts planned tasks into the tasks directory: all of them or none, whenever the machine stops.
///
/// They are written beside the others, under a name that nothing reads. One rename decides; from then on whoever
/// looks at the tasks next moves what is not in its place yet.
struct PlannedFolders {
  private let directory: FilePath
  private var draft: FilePath { directory.appending(".plan-draft") }
  private var decided: FilePath { directory.appending(".plan") }

  init(_ directory: FilePath) { self.directory = directory }

  /// Only one process may call it at a time.
  func write(_ tasks: [AcceptedTask]) throws {
    try finish()
    let files = FileManager.default
    if files.fileExists(atPath: draft.string) { try files.removeItem(atPath: draft.string) }
    for task in tasks {
      let name = FilePath(task.task.folder).lastComponent?.string ?? task.task.spec.id.description
      let folder = draft.appending(name)
      try files.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
      try UserFile(path: folder.appending("manifest.json")).create(Array(task.manifest.utf8))
      try UserFile(path: folder.appending("spec.md")).create(Array(task.spec.utf8))
      try sync(folder)
    }
    if tasks.isEmpty { return }
    try sync(draft)
    try move(draft, to: decided)
    try sync(directory)
    try finish()
  }

  /// Goes on where a plan was cut short after it had been decided. Repeating it, or doing it twice at once, is fine.
  func finish() throws {
    let files = FileManager.default
    guard let names = try? files.contentsOfDirectory(atPath: decided.string) else { return }
    for name in names { try place(decided.appending(name), in: directory.appending(name)) }
    try sync(directory)
    try? files.removeItem(atPath: decided.string)
  }

  /// A folder that is there gets the two files anew and keeps whatever else a person put into it.
  private func place(_ folder: FilePath, in target: FilePath) throws {
    let files = FileManager.default
    guard files.fileExists(atPath: target.string) else { return try move(folder, to: target) }
    for name in ["spec.md", "manifest.json"] { try move(folder.appending(name), to: target.appending(name)) }
    // A manifest may have become YAML by a person's hand; two would contradict each other.
    for name in ["manifest.yaml", "manifest.yml"] {
      try? UserFile(path: target.appending(name)).remove()
    }
    try sync(target)
  }

  /// What is not there any more has been moved already.
  private func move(_ path: FilePath, to target: FilePath) throws {
    guard unsafe rename(path.string, target.string) != 0, errno != ENOENT else { return }
    throw Failure(
      "\(path) cannot be moved to \(target): \(Errno(rawValue: errno))",
      hint: "mend that, then 'git orchestrate tasks' goes on with it", code: .environment)
  }

  private func sync(_ path: FilePath) throws {
    let descriptor = try FileDescriptor.open(path, .readOnly, options: [.directory, .closeOnExec])
    defer { try? descriptor.close() }
    if fsync(descriptor.rawValue) != 0 { throw Errno(rawValue: errno) }
  }
}
