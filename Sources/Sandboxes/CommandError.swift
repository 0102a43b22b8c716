package import SystemPackage

/// A command that we could not start or follow: our own failure or the host's, never the command's.
package enum CommandError: Error, Hashable, CustomStringConvertible {
  case notStarted(program: String, reason: String)
  case log(FilePath, Errno)
  case outputLost(program: String, reason: String)

  package var description: String {
    switch self {
    case .notStarted(let program, let reason): "could not start \(program): \(reason)"
    case .log(let path, let errno): "could not write \(path): \(errno)"
    case .outputLost(let program, let reason): "could not read what \(program) wrote: \(reason)"
    }
  }
}
