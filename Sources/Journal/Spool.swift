import Glibc
package import Orchestration
package import SystemPackage

/// Requests on their way to whoever holds the orchestrator's lock, one file each.
package struct Spool: Hashable, Sendable {
  /// A file that is no request, and where it is now.
  package struct Rejected: Hashable, Sendable {
    package var file: FilePath
    package var why: JournalError
  }

  package var directory: FilePath

  package init(_ directory: FilePath) { self.directory = directory }

  /// Puts the request in durably. It is to be done before the lock is tried, so that either its holder sees the
  /// request or the lock is free.
  ///
  /// - Returns: the request's file.
  @discardableResult
  package func submit(_ request: Request, at time: Timestamp) throws -> FilePath {
    let digits = String(time.milliseconds)
    let padding = String(repeating: "0", count: max(0, 15 - digits.count))
    let file = directory.appending("\(padding)\(digits)-\(fileName(of: request.nonce)).json")
    try JSONFile.write(request, to: file)
    return file
  }

  /// Every request, oldest first. What is no request is renamed to `*.rejected` and reported, once; what the
  /// system refuses to open is reported and stays.
  package func read() throws(JournalError) -> (requests: [Request], rejected: [Rejected]) {
    var requests: [Request] = []
    var rejected: [Rejected] = []
    for file in try files() {
      do throws(JournalError) {
        guard let request = try JSONFile.read(Request.self, from: file) else { continue }
        requests.append(request)
      } catch {
        if case .system = error {
          rejected.append(Rejected(file: file, why: error))
        } else {
          rejected.append(Rejected(file: setAside(file), why: error))
        }
      }
    }
    return (requests, rejected)
  }

  /// What has been put in, by time; drafts and rejected files left out.
  private func files() throws(JournalError) -> [FilePath] {
    try Directory.names(in: directory)
      .filter { !$0.string.hasPrefix(".") && $0.extension != "rejected" }
      .sorted { $0.string < $1.string }
      .map(directory.appending)
  }

  /// The new name; the old one where the file cannot be renamed.
  private func setAside(_ file: FilePath) -> FilePath {
    var target = file
    target.extension = file.extension.map { "\($0).rejected" } ?? "rejected"
    let result = unsafe file.withPlatformString { from in
      unsafe target.withPlatformString { to in unsafe rename(from, to) }
    }
    return result == 0 ? target : file
  }

  /// Letters, digits and dashes stay; every other byte becomes `_` and two digits, so that no two nonces share a
  /// file and none leaves the directory.
  private func fileName(of nonce: Nonce) -> String {
    nonce.description.utf8.map { byte in
      let character = Character(UnicodeScalar(byte))
      if byte < 0x80, character.isLetter || character.isNumber || character == "-" {
        return String(character)
      }
      return "_" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}

extension Spool: RequestInbox {
  package func pending() throws -> [Request] { try read().requests }

  /// Takes an answered request out; one that is gone already is fine.
  package func remove(_ request: Request) throws {
    let ending = "-\(fileName(of: request.nonce)).json"
    for file in try files() where file.lastComponent?.string.hasSuffix(ending) == true {
      guard try JSONFile.read(Request.self, from: file)?.nonce == request.nonce else { continue }
      try JSONFile.removeFile(file)
    }
  }
}
