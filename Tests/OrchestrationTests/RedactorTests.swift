import Testing

@testable import Orchestration

@Suite struct RedactorTests {
  static let value = "correct-h0rse-battery"
  static let key = """
    -----BEGIN RSA PRIVATE KEY-----
    MIIEowIBAAKCAQEAx0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH/+x
    AAKCAQEAx0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH/+xMIIEowIB
    -----END RSA PRIVATE KEY-----
    """
  static let secrets = Secrets(of: ["A_TOKEN": value, "QUOTED_KEY": "a\"quoted\\secret", "PEM_KEY": key])

  /// What is printed, and what is written of it.
  static let texts: [(String, String)] = [
    ("nothing here", "nothing here"),
    ("x\(value)y", "x[redacted]y"),
    ("\(value)\(value)\n", "[redacted][redacted]\n"),
    (String(value.dropLast()), String(value.dropLast())),
    (#"{"text":"a\"quoted\\secret"}"#, #"{"text":"[redacted]"}"#),
    (#"{"arguments":"{\"x\":\"a\\\"quoted\\\\secret\"}"}"#, #"{"arguments":"{\"x\":\"[redacted]\"}"}"#),
    // base64 of the value alone, behind one byte, behind two: what it does not decide alone stays.
    ("Y29ycmVjdC1oMHJzZS1iYXR0ZXJ5", "[redacted]"),
    ("Basic eDpjb3JyZWN0LWgwcnNlLWJhdHRlcnk=", "Basic eDp[redacted]k="),
    ("dWNvcnJlY3QtaDByc2UtYmF0dGVyeQ==", "dW[redacted]Q=="),
    ("before \(key) after", "before [redacted] after"),
    ("AAKCAQEAx0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH/+xMIIEowIB", "[redacted]"),
    // Tokens that nobody named.
    ("key=sk-ant-api03-0123456789_abcdefgh-XY.", "key=[redacted]."),
    ("sk-0123456789abcdefghijklmnopqrstuvwx and", "[redacted] and"),
    ("ghp_0123456789abcdefghijklmnopqrstuvwxyz", "[redacted]"),
    (#"{"t":"\nghp_0123456789abcdefghijklmnopqrstuvwxyz"}"#, #"{"t":"\n[redacted]"}"#),
    ("AKIAIOSFODNN7EXAMPLE", "[redacted]"), ("xoxb-12345-abcdef", "[redacted]"),
    ("glpat-abcdefghij0123456789", "[redacted]"), ("AIzaSyA0123456789abcdefghijklmnopqrstuvw", "[redacted]"),
    ("Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc_DEF-123\"", "Bearer [redacted]\""),
    (
      "-----BEGIN OPENSSH PRIVATE KEY-----\\nAAAA\\nBBBB=\\n-----END OPENSSH PRIVATE KEY-----\\nthen",
      "[redacted]\\nthen"
    ),
    ("grep '-----BEGIN PRIVATE KEY-----' file", "grep '[redacted]' file"),
    // Names that only look like the beginning of one.
    ("task-0123456789abcdefghijklmnopqrstuvwxyz", "task-0123456789abcdefghijklmnopqrstuvwxyz"),
    ("sk-folding-cube-animation-of-a-spinner", "sk-folding-cube-animation-of-a-spinner"),
    ("ghp_short", "ghp_short"), ("eyJ is how a token begins", "eyJ is how a token begins"),
    ("AKIA", "AKIA"), ("s", "s"),
  ]

  @Test(arguments: texts) func takesSecretsOutWhereverTheStreamIsCut(printed: String, written: String) {
    #expect(Redactor(Self.secrets).redacted(printed) == written)
    let bytes = Array(printed.utf8)
    for cut in 0...bytes.count {
      var redactor = Redactor(Self.secrets)
      let pieces = redactor.redact(Array(bytes[..<cut])) + redactor.redact(Array(bytes[cut...]))
      #expect(String(decoding: pieces + redactor.finish(), as: UTF8.self) == written, "cut at \(cut)")
    }
  }

  @Test(arguments: texts) func takesSecretsOutByteByByte(printed: String, written: String) {
    var redactor = Redactor(Self.secrets)
    let pieces = printed.utf8.flatMap { redactor.redact([$0]) }
    #expect(String(decoding: pieces + redactor.finish(), as: UTF8.self) == written)
  }

  @Test func aKeyThatIsWrappedByBase64IsFound() {
    let long = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789"
    let printed = """
      MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6QUJDREVGR0hJSktMTU5PUFFSU1RV
      VldYWVotMDEyMzQ1Njc4OQ==
      """
    #expect(Redactor(Secrets(of: ["T_KEY": long])).redacted(printed) == "[redacted]")
  }

  @Test func aTextAboutKeysIsNotOneEndlessKey() {
    let text = "-----BEGIN PRIVATE KEY-----" + String(repeating: " word", count: 10_000)
    #expect(Redactor().redacted(text).utf8.count > 30_000)
  }

  @Test func onlyGivenValuesAreLookedForWithoutShapes() {
    let redactor = Redactor(Self.secrets, shapes: false)
    #expect(redactor.finds(in: Array("a = \"\(Self.value)\"".utf8)))
    #expect(!redactor.finds(in: Array("AKIAIOSFODNN7EXAMPLE".utf8)))
  }

  static let variables: [(String, String, Bool)] = [
    ("NPM_TOKEN", "abcdefgh", true), ("NPM_TOKEN", "abcdefg", false), ("PASSWORD", "12345678", true),
    ("DATABASE_URL", "postgres://app:hunter2@db/app", true), ("X", "0a1b2c3d4e5f", true),
    ("NODE_ENV", "production", false), ("AWS_REGION", "us-east-1", false), ("PORTS", "80808080", false),
    ("HTTPS_PROXY", "http://proxy.corp:8080", false), ("NODE_OPTIONS", "--max-old-space-size=4096", false),
    ("GOOGLE_APPLICATION_CREDENTIALS", "/exists", false), ("MONKEY", "banana-tree", false),
  ]

  @Test(arguments: variables) func knowsWhatIsASecret(name: String, value: String, isSecret: Bool) {
    #expect(Secrets(of: [name: value], isPath: { $0 == "/exists" }).isEmpty == !isSecret)
  }
}
