/// The faults of one device, one after the other.
struct FaultSchedule: Sendable {
    private let plan: FaultPlan
    private let fields: Int
    private let interval: Double
    private var noise: SimulatedNoise
    private var given: ArraySlice<Fault> = []
    /// The fault that is under way or comes next; nil: none comes any more.
    private(set) var next: Fault?

    init(_ plan: FaultPlan, fields: Int, interval: Double, seed: UInt64) {
        self.plan = plan
        self.fields = fields
        self.interval = interval
        noise = SimulatedNoise(seed: seed)
        if case .given(let faults) = plan { given = faults.sorted { $0.start < $1.start }[...] }
        advance(after: 0)
    }

    /// Forgets the fault that is under way.
    mutating func advance(after elapsed: Double) {
        switch plan {
        case .none: next = nil
        case .given: next = given.popFirst()
        case .random(let kinds, let gap): next = kinds.isEmpty ? nil : random(kinds, gap, after: elapsed)
        }
    }

    private mutating func random(_ kinds: [FaultKind], _ gap: Double, after elapsed: Double) -> Fault {
        let kind = kinds[noise.index(below: kinds.count)]
        let field = noise.index(below: fields)
        let start = elapsed + gap * noise.uniform(0.5..<1.5)
        let size = noise.uniform(5..<10) * (noise.index(below: 2) == 0 ? 1 : -1)
        let duration =
            switch kind {
            case .spike: interval * Double(1 + noise.index(below: 3))
            case .stuck, .dropout: max(noise.uniform(20..<60), 3 * interval)
            case .drift, .shift: max(noise.uniform(40..<120), 3 * interval)
            }
        return Fault(kind: kind, field: field, start: start, duration: duration, size: size)
    }
}
