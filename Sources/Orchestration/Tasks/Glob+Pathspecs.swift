extension Glob {
  /// Git's pathspecs for the same paths, one for each alternative. They may match more, never less: git reads a set
  /// in its own way, so that any byte stands for it, and a literal path also means what lies below it. Nil when one
  /// does not fit on a line of text.
  package var pathspecs: [String]? {
    let rendered = alternatives.map { components in
      Array(":(top,glob)".utf8) + components.map(\.pathspec).joined(separator: [UInt8(ascii: "/")])
    }
    let texts = rendered.compactMap { bytes in
      bytes.contains { $0 == 0 || $0 == UInt8(ascii: "\n") } ? nil : String(validating: bytes, as: UTF8.self)
    }
    return texts.count == rendered.count ? texts : nil
  }
}

extension GlobComponent {
  fileprivate var pathspec: [UInt8] {
    switch self {
    case .anyDepth: Array("**".utf8)
    case .single(let atoms): atoms.flatMap(\.pathspec)
    }
  }
}

extension GlobAtom {
  fileprivate var pathspec: [UInt8] {
    switch self {
    case .byte(let byte) where "*?[\\".utf8.contains(byte): [UInt8(ascii: "\\"), byte]
    case .byte(let byte): [byte]
    case .anyByte, .set: [UInt8(ascii: "?")]
    case .anyRun: [UInt8(ascii: "*")]
    }
  }
}
