import SystemPackage

/// One request of HTTP/1.1 and its answer; then it is closed.
struct Connection {
  private let socket: FileDescriptor

  init(_ socket: FileDescriptor) { self.socket = socket }

  func serve(_ conversations: Conversations) {
    defer { try? socket.close() }
    guard let (head, body) = try? request() else { return }
    let dialect: (any Dialect)? =
      if head.hasPrefix("POST /v1/responses ") {
        Responses()
      } else if head.hasPrefix("POST /v1/messages?") || head.hasPrefix("POST /v1/messages ") {
        Messages()
      } else {
        nil
      }
    guard let dialect else { return send(status: 404, headers: [], "{}") }
    if isKeyWrong(head) || conversations.refusesKeys {
      return send(status: 401, headers: [], dialect.failure(401))
    }
    let (reply, number) = conversations.next(for: body)
    if let status = reply.status {
      let headers = reply.retryAfter.map { ["retry-after: \($0)"] } ?? []
      return send(status: status, headers: headers, dialect.failure(status))
    }
    let tokens = Tokens(of: reply, request: number)
    let events = dialect.events(for: reply, number, tokens)
    send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n")
    if reply.breaks == true { return send(events[0]) }
    if reply.hangs == true {
      send(events[0])
      return waitForGoodbye()
    }
    // Before the client can know the sum and end.
    conversations.count(tokens)
    events.forEach(send)
  }

  /// The key "wrong" is refused and takes nothing of the scenario.
  private func isKeyWrong(_ head: String) -> Bool {
    let head = head.lowercased()
    return head.contains("authorization: bearer wrong\r\n") || head.contains("x-api-key: wrong\r\n")
  }

  /// The request line with the headers, and the body.
  private func request() throws -> (head: String, body: [UInt8])? {
    var bytes: [UInt8] = []
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let head = bytes.firstRange(of: end) {
        let text = String(decoding: bytes[..<head.lowerBound], as: UTF8.self)
        let length = contentLength(text)
        if bytes.count >= head.upperBound + length {
          return (text + "\r\n", Array(bytes[head.upperBound...]))
        }
      }
      let more = try read()
      if more.isEmpty { return nil }
      bytes += more
    }
  }

  private func contentLength(_ head: String) -> Int {
    let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
    return line?.split(separator: ":").last.flatMap { Int($0.drop { $0 == " " }) } ?? 0
  }

  private func read() throws -> ArraySlice<UInt8> {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = try unsafe buffer.withUnsafeMutableBytes { try unsafe socket.read(into: $0) }
    return buffer.prefix(count)
  }

  private func waitForGoodbye() {
    while let more = try? read(), !more.isEmpty {}
  }

  private func send(status: Int, headers: [String], _ body: String) {
    let head =
      ["HTTP/1.1 \(status) No", "content-type: application/json", "content-length: \(body.utf8.count)"]
      + headers + ["connection: close", "", ""]
    send(head.joined(separator: "\r\n") + body)
  }

  private func send(_ text: String) { _ = try? socket.writeAll(Array(text.utf8)) }
}
