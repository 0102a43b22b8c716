/// Payload of `plan.start`.
package struct PlanStart: Hashable, Sendable, Codable {
  /// How the plan is known: its path in the repository.
  package var plan: String
  /// The agent, or `markdown`.
  package var planner: String

  package init(plan: String, planner: String) {
    self.plan = plan
    self.planner = planner
  }
}

/// Payload of `plan.finish`: what became of the tasks. An id that stands here is never given to another task.
package struct PlanFinish: Hashable, Sendable, Codable {
  package var plan: String
  package var created: [TaskID] = []
  package var updated: [TaskID] = []
  package var unchanged: [TaskID] = []
  /// They had started already.
  package var kept: [TaskID] = []
  /// The plan does not have them any more.
  package var orphans: [TaskID] = []

  package init(plan: String) { self.plan = plan }
}

/// Payload of `plan.refuse`: nothing was written.
package struct PlanRefusal: Hashable, Sendable, Codable {
  package var plan: String
  package var why: String
  /// What the planner answered, an absolute path; nil where it never answered.
  package var answer: String?

  package init(plan: String, why: String, answer: String? = nil) {
    self.plan = plan
    self.why = why
    self.answer = answer
  }
}
