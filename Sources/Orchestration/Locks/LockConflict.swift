/// Why one task's claims cannot be granted beside another's.
package struct LockConflict: Hashable, Sendable, Codable {
  /// The first resource in the order of names on which they clash; nil when one of
  /// them claims everything and the other names none.
  package let resource: ResourceName?
  package let wanted: LockMode
  package let held: LockMode

  package init(resource: ResourceName?, wanted: LockMode, held: LockMode) {
    self.resource = resource
    self.wanted = wanted
    self.held = held
  }
}
