/// Takes a signal value by value and tells when its distribution has changed.
///
/// After a drift a detector begins anew with the next value, as river's do; only ADWIN can go on with what it kept. A
/// value that is unfit (not finite; for detectors of 0 and 1 any other; beyond the limit where there is one) is counted
/// and otherwise passed over: the decisions are those of the stream without it. Nothing is allocated by an update but
/// when ADWIN's window has doubled. Encoded and decoded, a detector goes on to the same decisions, bit for bit.
public protocol DriftDetector: Sendable, Codable {
    /// What can be set.
    associatedtype Parameters: DetectorParameters
    /// What it knows of the values so far.
    associatedtype State: DetectorState where State.Parameters == Parameters

    /// Its name.
    static var kind: DetectorKind { get }

    /// Makes one that has seen nothing.
    init(_ parameters: Parameters)

    /// What was set.
    var parameters: Parameters { get }
    /// Counts, flags, the latest drift.
    var record: DetectorRecord { get }

    /// Takes a value and returns what it came to.
    @discardableResult
    mutating func update(_ value: Double) -> DetectorVerdict

    /// What it knows, to be written.
    var state: State { get }
    /// Goes on from what was read, which has been checked.
    mutating func restore(_ state: State, _ record: DetectorRecord)
}

extension DriftDetector {
    /// Whether the latest value that was taken left a warning.
    public var warning: Bool { record.warning }
    /// Whether the latest update found a drift.
    public var drift: Bool { record.drift }
    /// The latest drift; nil before the first.
    public var change: DetectedChange? { record.change }

    /// Forgets everything, counts included; the parameters stay.
    public mutating func reset() { self = Self(parameters) }
}
