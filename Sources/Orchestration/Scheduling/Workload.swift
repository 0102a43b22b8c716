/// What a task asks of the run: its locks, for so many minutes.
package struct Workload: Hashable, Sendable {
  package var claims: Claims
  /// Expected working time: what past runs took, else the manifest's `estimated_minutes`.
  package var minutes: Int

  package init(claims: Claims, minutes: Int) {
    self.claims = claims
    self.minutes = minutes
  }
}
