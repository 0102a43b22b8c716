/// How long each lock keeps the tasks that claim it apart, however many slots there are.
struct LockLoad {
  private struct Use {
    var writing = 0
    var reading = 0
    var longestRead = 0

    mutating func add(_ minutes: Int, _ mode: LockMode) {
      switch mode {
      case .read:
        reading += minutes
        longestRead = max(longestRead, minutes)
      case .write: writing += minutes
      }
    }

    /// Writers exclude each other and the readers; readers share, as far as the slots go.
    func minutes(slots: Int) -> Int { writing + max(longestRead, reading.dividedRoundingUp(by: slots)) }
  }

  /// Minutes of the tasks that claim everything and so exclude all others.
  let exclusive: Int
  private let minutes: [ResourceName: Int]

  init(_ workloads: some Sequence<Workload>, slots: Int) {
    var exclusive = 0
    var uses: [ResourceName: Use] = [:]
    for workload in workloads {
      switch workload.claims {
      case .everything: exclusive += workload.minutes
      case .resources(let modes):
        for (name, mode) in modes { uses[name, default: Use()].add(workload.minutes, mode) }
      }
    }
    self.exclusive = exclusive
    minutes = uses.mapValues { $0.minutes(slots: slots) }
  }

  /// The load of the busiest lock of all.
  var hottest: Int { exclusive + (minutes.values.max() ?? 0) }

  /// The load of the busiest lock among the claims.
  func hottest(in claims: Claims) -> Int {
    switch claims {
    case .everything: hottest
    case .resources(let modes): exclusive + (modes.keys.compactMap { minutes[$0] }.max() ?? 0)
    }
  }

  /// The loads of the claims' locks together.
  func total(of claims: Claims) -> Int {
    switch claims {
    case .everything: exclusive + minutes.values.reduce(0, +)
    case .resources(let modes): exclusive + modes.keys.compactMap { minutes[$0] }.reduce(0, +)
    }
  }
}

extension Int {
  func dividedRoundingUp(by divisor: Int) -> Int { self / divisor + (self % divisor == 0 ? 0 : 1) }
}
