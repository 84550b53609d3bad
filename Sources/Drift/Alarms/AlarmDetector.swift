/// A detector that sends signals.
public struct AlarmDetector: Sendable, Hashable {
    /// Its name, such as `adwin` or `ks`.
    public let name: String
    /// Whether one signal of drift is believed, as of ADWIN and HDDM_A, which raise next to no false alarms.
    public let isBelievedAlone: Bool

    /// Names a detector.
    public init(_ name: String, isBelievedAlone: Bool = false) {
        self.name = name
        self.isBelievedAlone = isBelievedAlone
    }
}
