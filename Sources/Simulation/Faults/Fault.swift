/// Something that goes wrong with a device for a time.
public struct Fault: Sendable, Equatable {
    /// In which way.
    public let kind: FaultKind
    /// Which field is concerned, in the order of the kind's fields; of no meaning for a dropout.
    public let field: Int
    /// Seconds from the device's first sample to the first that is concerned.
    public let start: Double
    /// Seconds for which it lasts.
    public let duration: Double
    /// How far off the field is, in its spreads, downwards where negative; of no meaning for stuck and dropout.
    public let size: Double

    /// Makes a fault.
    public init(kind: FaultKind, field: Int, start: Double, duration: Double, size: Double = 6) {
        self.kind = kind
        self.field = field
        self.start = start
        self.duration = duration
        self.size = size
    }

    /// True when a sample so many seconds after the first is concerned.
    func concerns(_ elapsed: Double) -> Bool { elapsed >= start && elapsed < start + duration }

    /// What the field shows instead of what it is.
    func applied(to value: Double, of field: MeasuredField, held: Double, elapsed: Double) -> Double {
        switch kind {
        case .stuck: held
        case .spike, .shift: value + size * field.spread
        case .drift: value + size * field.spread * (elapsed - start) / duration
        case .dropout: value
        }
    }
}
