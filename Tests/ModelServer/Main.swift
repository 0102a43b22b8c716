import FoundationEssentials
import Glibc

/// A model that says what a scenario tells it to: `model-server SCENARIO.json DIRECTORY [SECONDS]` serves OpenAI's
/// Responses and Anthropic's Messages on 127.0.0.1 to the real agent programs.
///
/// DIRECTORY gets `port` when it listens, `request-NNN.json` for each request, and `usage.json`: what it has told
/// its clients in completed answers. While a file `refuse` is in it, no key is good. It ends after SECONDS, whatever happens.
@main
struct Main {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3, let text = FileManager.default.contents(atPath: arguments[1]) else {
      print("usage: model-server SCENARIO.json DIRECTORY [SECONDS]")
      exit(64)
    }
    let scenario = try JSONDecoder().decode(Scenario.self, from: text)
    let conversations = Conversations(scenario, recordingIn: arguments[2])
    alarm(arguments.count > 3 ? UInt32(arguments[3]) ?? 120 : 120)
    _ = signal(SIGPIPE, SIG_IGN)
    try Listener().serve(conversations, telling: arguments[2] + "/port")
  }
}
