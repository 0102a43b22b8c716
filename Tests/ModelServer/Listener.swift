@unsafe @preconcurrency import Dispatch
import FoundationEssentials
import Glibc
import SystemPackage

/// A socket on 127.0.0.1 whose port the system chooses.
struct Listener {
  private let socket: Int32
  private let port: UInt16

  init() throws {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
        unsafe bind(socket, plain, length) == 0 && getsockname(socket, plain, &length) == 0
      }
    }
    guard isBound, listen(socket, 64) == 0 else { throw Errno(rawValue: errno) }
    self.socket = socket
    port = UInt16(bigEndian: address.sin_port)
  }

  /// Serves for ever, a thread a connection; the port is in the file once it can be used.
  func serve(_ conversations: Conversations, telling file: String) throws {
    try Data("\(port)\n".utf8).write(to: URL(filePath: file), options: .atomic)
    let queue = DispatchQueue(label: "connections", attributes: .concurrent)
    while true {
      let connection = accept(socket, nil, nil)
      guard connection >= 0 else { continue }
      queue.async { Connection(FileDescriptor(rawValue: connection)).serve(conversations) }
    }
  }
}
