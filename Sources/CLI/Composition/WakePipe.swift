@unsafe @preconcurrency import Dispatch
import Glibc
import SystemPackage

/// A named pipe into which whoever has news for the live orchestrator writes a line; a shell can, without starting
/// anything. The line says nothing: its reader looks for itself.
final class WakePipe: Sendable {
  private let path: FilePath
  private let source: any DispatchSourceRead

  /// Takes the place of a pipe that a killed orchestrator left. Nil where the file system has no pipes.
  init?(at path: FilePath, queue: DispatchQueue, wake: @escaping @Sendable () -> Void) {
    _ = unsafe unlink(path.string)
    guard unsafe mkfifo(path.string, 0o600) == 0 else { return nil }
    // A writer of its own keeps the pipe from ending with each line.
    let descriptor = unsafe open(path.string, O_RDWR | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    self.path = path
    source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
    source.setEventHandler {
      WakePipe.drain(descriptor)
      wake()
    }
    source.setCancelHandler { _ = Glibc.close(descriptor) }
    source.resume()
  }

  /// From now on a hook finds nobody to tell.
  func close() {
    _ = unsafe unlink(path.string)
    source.cancel()
  }

  private static func drain(_ descriptor: CInt) {
    var lines = [UInt8](repeating: 0, count: 4096)
    while unsafe read(descriptor, &lines, lines.count) == lines.count {}
  }
}
