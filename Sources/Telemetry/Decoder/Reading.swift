/// One set of numbers that a device has sent.
public struct Reading: Sendable {
    /// The fields' values in the plan's order, scaled; NaN marks one that is missing.
    public var values: [Double]
    /// When they were measured; nil where the payload does not say.
    public internal(set) var time: Timestamp?
    /// The parts of the key in the plan's order, ``ReadingPlan/keySeparator`` between them; empty without a key. UTF-8.
    public internal(set) var key: [UInt8]

    init(fields: Int) {
        values = Array(repeating: .nan, count: fields)
        key = []
    }
}
