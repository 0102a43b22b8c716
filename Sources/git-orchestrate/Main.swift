import CLI
import Glibc

@main
struct Main {
  static func main() async { exit(await GitOrchestrate.start()) }
}
