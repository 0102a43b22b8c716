import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import CLI

/// A home with programs that lead elsewhere in it.
struct ToolchainsTests {
  private let scratch: ScratchDirectory
  private var toolchains: Toolchains {
    Toolchains(
      home: scratch.path, path: ["bin", ".cargo/bin", ".local/bin"].map { scratch.path.appending($0) })
  }

  init() throws {
    scratch = try ScratchDirectory()
    let directories = [
      "bin", ".cargo", ".cargo/bin", ".rustup", ".local", ".local/bin", ".local/share", ".local/share/uv",
      ".tea", ".ssh",
    ]
    for name in directories { try scratch.makeDirectory(name) }
  }

  private func install(_ name: String, _ text: String = "#!/bin/sh\n") throws {
    try scratch.write(name, text)
    #expect(unsafe chmod(scratch.path.appending(name).string, 0o700) == 0)
  }

  private func roots(_ programs: String...) -> [String] {
    toolchains.roots(of: programs).map { String($0.string.dropFirst(scratch.path.string.utf8.count + 1)) }
  }

  @Test func aProgramOnItsOwnNeedsNothing() throws {
    try install("bin/alone")
    #expect(roots("alone", "missing", "sh") == [])
  }

  @Test func aLinkLeadsToItsToolchain() throws {
    try install(".local/share/uv/uv")
    try scratch.makeLink(".local/bin/uv", to: scratch.path.appending(".local/share/uv/uv").string)
    #expect(roots("uv") == [".local/share/uv"])
  }

  @Test(arguments: ["$HOME/.tea/bin/cc", "${HOME}/.tea", "~/.tea/x"])
  func aScriptNamesItsToolchain(mention: String) throws {
    try install("bin/teacc", "#!/bin/sh\nexec \"\(mention)\" \"$@\"\n")
    #expect(roots("teacc") == [".tea"])
  }

  @Test func cargoComesWithRustup() throws {
    try install(".cargo/bin/cargo", "no script")
    #expect(roots("cargo") == [".cargo", ".rustup"])
  }

  @Test func aScriptThatNamesSecretsDoesNotOpenThem() throws {
    try install("bin/leak", "#!/bin/sh\ncat ~/.ssh/id_rsa ~/.tea/../.ssh/x ~/../other\n")
    #expect(roots("leak") == [])
    try install("bin/both", "#!/bin/sh\ncat ~/.ssh $HOME/.tea\n")
    #expect(roots("both") == [".tea"])
  }

  @Test(
    arguments: [
      ("sh: 1: teacc: not found", "teacc"), ("bash: line 1: teacc: command not found", "teacc"),
      ("zsh:1: command not found: teacc", "teacc"), ("make: teacc: No such file or directory", "teacc"),
      ("/usr/bin/env: \u{2018}node\u{2019}: No such file or directory", "node"),
      ("bin/x: 2: exec: /home/u/.tea/cc: not found", "/home/u/.tea/cc"), ("3 tests: 1 failed", nil),
      ("fine", nil),
    ] as [(String, String?)])
  func whatIsMissingIsReadFromTheOutput(line: String, program: String?) {
    #expect(PathMentions.missingPrograms(in: "one\n\(line)\n") == (program.map { [$0] } ?? []))
  }
}
