/// Since when tasks could have started, and how many that came later started before them.
struct WaitingLine: Sendable {
  /// So many later tasks may overtake one before it reserves its locks.
  static let patience = 3

  private struct Place {
    let arrival: Int
    var overtaken = 0
  }

  private var places: [TaskID: Place] = [:]
  private var arrivals = 0

  /// Takes note of who is ready now; who was not ready before joins the line's end, all at one place.
  mutating func update(ready: [TaskID]) {
    arrivals += 1
    let arrived = Place(arrival: arrivals)
    places = Dictionary(uniqueKeysWithValues: ready.map { ($0, places[$0] ?? arrived) })
  }

  /// Takes a task out of the line; whoever came before it was overtaken.
  mutating func start(_ id: TaskID) {
    guard let started = places.removeValue(forKey: id) else { return }
    for (other, place) in places where place.arrival < started.arrival { places[other]?.overtaken += 1 }
  }

  /// Who was overtaken too often, the one that has waited longest first.
  var starved: [TaskID] {
    places.filter { $0.value.overtaken >= WaitingLine.patience }
      .sorted { ($0.value.arrival, $0.key) < ($1.value.arrival, $1.key) }
      .map(\.key)
  }
}
