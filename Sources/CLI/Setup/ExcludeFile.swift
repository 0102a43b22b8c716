import FoundationEssentials
import Glibc
import SystemPackage

/// `info/exclude`, the one file of git's own in which `init` writes, so that `.tasks/` shows in nobody's status.
struct ExcludeFile {
  /// What was added and what had to be made for it, so that it can be taken out byte for byte.
  struct Edit: Codable, Hashable {
    /// Begins with a newline where the file ended without one.
    var text: String
    var madeFile: Bool
    var madeDirectory: Bool
  }

  private let file: UserFile

  init(commonDirectory: FilePath) {
    file = UserFile(path: commonDirectory.appending("info").appending("exclude"))
  }

  private var directory: FilePath { file.path.removingLastComponent() }

  /// What adding the pattern would do; nil when it stands there already.
  func edit(adding pattern: String) throws -> Edit? {
    let old = try file.read()
    if let old, old.split(separator: UInt8(ascii: "\n")).contains(where: { $0.elementsEqual(pattern.utf8) }) {
      return nil
    }
    let isOpen = old?.last.map { $0 != UInt8(ascii: "\n") } ?? false
    return Edit(
      text: (isOpen ? "\n" : "") + pattern + "\n", madeFile: old == nil,
      madeDirectory: !FileManager.default.fileExists(atPath: directory.string))
  }

  func apply(_ edit: Edit) throws {
    if edit.madeDirectory, unsafe mkdir(directory.string, 0o777) != 0, errno != EEXIST {
      throw Errno(rawValue: errno)
    }
    if try file.read() == nil { return try file.create(Array(edit.text.utf8)) }
    try file.append(Array(edit.text.utf8))
  }

  /// Takes the addition out again. What people wrote before and after it stays; nothing there is fine.
  func revert(_ edit: Edit) throws {
    guard let content = try file.read() else { return }
    let added = Array(edit.text.utf8)
    guard let range = content.firstRange(of: added) else { return }
    var rest = content
    // A newline that closed the line before is needed still when somebody wrote on below.
    let keep = range.upperBound < content.count && added.first == UInt8(ascii: "\n") ? 1 : 0
    rest.removeSubrange(range.lowerBound + keep..<range.upperBound)
    if rest.isEmpty, edit.madeFile {
      try file.remove()
      if edit.madeDirectory { unsafe rmdir(directory.string) }
    } else {
      try file.replace(with: rest)
    }
  }

  /// The pattern that ignores a directory of the work tree and nothing else.
  static func pattern(forDirectory path: String) -> String {
    let escaped = path.map { "\\*?[ ".contains($0) ? "\\\($0)" : String($0) }.joined()
    return "/" + escaped + "/"
  }
}
