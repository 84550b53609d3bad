extension DetectorError {
    /// Throws unless the whole number lies in the range.
    static func check(_ name: String, _ value: Int, in range: ClosedRange<Int>) throws(DetectorError) {
        guard range.contains(value) else {
            throw DetectorError("\(name) is \(value); expected \(range.lowerBound) to \(range.upperBound)")
        }
    }

    /// Throws unless the number lies between the two, neither included.
    static func check(_ name: String, _ value: Double, above low: Double, below high: Double) throws(DetectorError) {
        guard value > low, value < high else {
            throw DetectorError("\(name) is \(value); expected a number above \(low) and below \(high)")
        }
    }

    /// Throws unless the number lies between the two, both included.
    static func check(_ name: String, _ value: Double, from low: Double, to high: Double) throws(DetectorError) {
        guard value >= low, value <= high else {
            throw DetectorError("\(name) is \(value); expected a number from \(low) to \(high)")
        }
    }

    /// Throws unless a part of a restored state is as it can be.
    static func check(state detector: DetectorKind, _ holds: Bool, _ what: String) throws(DetectorError) {
        guard holds else {
            throw DetectorError("the state of \(detector.rawValue) is damaged: \(what); begin with an empty detector")
        }
    }
}
