import FoundationEssentials
import SystemPackage

enum WorkerProgram {
  static func locate() throws -> FilePath {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let beside = FilePath(own).removingLastComponent().appending("orchestrate-worker")
    guard FileManager.default.isExecutableFile(atPath: beside.string) else {
      throw Failure("orchestrate-worker is missing", hint: "run install.sh again", code: .environment)
    }
    return beside
  }
}
