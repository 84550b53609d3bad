public import Telemetry

/// A simulated device: the same samples for the same kind, seed, start, interval and faults, on every machine.
public struct Device: Sendable {
    /// What it is.
    public let kind: DeviceKind
    /// When its first sample is taken.
    public let start: Timestamp
    /// Microseconds from one sample to the next.
    public let interval: Int64

    private let fields: [MeasuredField]
    private var process: any Process
    private var noise: SimulatedNoise
    private var schedule: FaultSchedule
    private var values: [Double]
    private var held = 0.0
    private var active: Fault?
    private var count: Int64 = 0

    /// Makes a device; `interval` is in microseconds, 1 at least, and faults that are given are of fields of the kind.
    public init(kind: DeviceKind, seed: UInt64, start: Timestamp, interval: Int64, faults: FaultPlan) {
        self.kind = kind
        self.start = start
        self.interval = max(1, interval)
        fields = kind.fields
        if case .given(let given) = faults {
            precondition(
                given.allSatisfy { kind.fields.indices.contains($0.field) },
                "a fault of a field that is not there"
            )
        }
        // Each draws from a stream of its own, so that a fault changes nothing but what it is about.
        var seeds = SimulatedNoise(seed: seed)
        noise = SimulatedNoise(seed: seeds.seed())
        process = kind.process(&seeds)
        schedule = FaultSchedule(
            faults,
            fields: fields.count,
            interval: Double(self.interval) / 1_000_000,
            seed: seeds.seed()
        )
        values = Array(repeating: 0, count: fields.count)
    }

    /// The next sample.
    public mutating func next() -> Sample {
        let time = Timestamp(microseconds: start.microseconds &+ count &* interval)
        let elapsed = Double(count &* interval) / 1_000_000
        process.step(
            Moment(
                elapsed: elapsed,
                interval: Double(interval) / 1_000_000,
                secondsOfDay: Double((time.microseconds % 86_400_000_000 + 86_400_000_000) % 86_400_000_000) / 1_000_000
            ),
            &noise,
            into: &values
        )
        count += 1
        return measured(time, elapsed)
    }

    private mutating func measured(_ time: Timestamp, _ elapsed: Double) -> Sample {
        let before = active
        if let fault = active, !fault.concerns(elapsed) {
            active = nil
            schedule.advance(after: elapsed)
        }
        // One that was to end before it could begin is passed over.
        while active == nil, let next = schedule.next, elapsed >= next.start {
            if next.concerns(elapsed) { active = next } else { schedule.advance(after: elapsed) }
        }
        var shown = values
        for index in fields.indices { shown[index] = fields[index].measured(shown[index]) }
        let hasBegun = active != nil && active != before
        if let fault = active {
            if hasBegun { held = shown[fault.field] }
            let field = fields[fault.field]
            let value = fault.applied(to: values[fault.field], of: field, held: held, elapsed: elapsed)
            shown[fault.field] = field.measured(value)
        }
        return Sample(
            time: time,
            values: shown,
            fault: active,
            started: hasBegun ? active : nil,
            ended: before != nil && active != before ? before : nil
        )
    }
}
