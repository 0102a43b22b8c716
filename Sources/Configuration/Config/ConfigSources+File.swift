package import YAML

extension ConfigSources {
  /// Takes `.orchestrator.yaml` from a directory; a missing one is none. Throws when it is anything but a regular
  /// file of at most 1 MiB: links are not followed, so that what is trusted is what is read.
  package init(directory: String) throws(Diagnostics) {
    self.init()
    do {
      bytes = try Directory(path: directory).read(file, limit: Limits.bytes)
    } catch {
      if error == .missing { return }
      throw Diagnostics([Diagnostic(severity: .error, file: file, message: "the configuration \(error)")])
    }
  }
}
