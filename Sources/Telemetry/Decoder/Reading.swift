/// One set of numbers that a device has sent.
public struct Reading: Sendable {
    /// The fields' values in the plan's order, scaled; NaN marks one that is missing.
    public var values: [Double]
    /// When they were measured; nil where the payload does not say.
    public internal(set) var time: Timestamp?
    /// Whose they are: the parts of the key in the plan's order with ``ReadingPlan/keySeparator`` between them.
    ///
    /// UTF-8 without other control characters; empty without a key.
    public internal(set) var key: [UInt8]

    init(fields: Int) {
        values = Array(repeating: .nan, count: fields)
        key = []
    }
}
