public import Telemetry

/// The latest rows of one key, and when they make a window.
///
/// A window is complete with the `size`-th row after a (re)start, then with every `stride`-th. Memory: one Float32 per
/// row and field, and about a hundred bytes. Nothing is allocated after the first row.
public struct WindowBuffer: Sendable {
    /// Which rows make a window.
    public let shape: WindowShape
    /// The numbers in a row.
    public let fields: Int
    /// The rows that are held: 0 to the window's size.
    public internal(set) var rows = 0
    /// Whether the latest row began anew, since it came too long after the one before it, or with an earlier time.
    public internal(set) var didRestart = false
    /// The time of the latest row that had one.
    public internal(set) var latest: Timestamp?

    /// A ring of rows; empty before the first one.
    var ring: [Float] = []
    /// Where in the ring the next row goes.
    var next = 0
    /// Rows that must still come before a window ends.
    var missing: Int

    /// Makes an empty buffer.
    ///
    /// - Parameters:
    ///   - shape: Which rows make a window.
    ///   - fields: The numbers in a row: 1 or more.
    public init(shape: WindowShape, fields: Int) {
        precondition(fields >= 1, "a row has at least one number")
        self.shape = shape
        self.fields = fields
        missing = shape.size
    }

    /// The first number that a window cannot hold: not finite, or beyond Float32.
    ///
    /// Rows with such a number are bad input; whoever reads them refuses them before they come here.
    public static func unfit(in row: Span<Double>) -> Int? {
        for index in row.indices where !Float(row[index]).isFinite { return index }
        return nil
    }

    /// Takes a row; true when a window ends with it.
    ///
    /// A row that comes more than the maximal gap after the one before it, or has an earlier time, is the first of a new
    /// window, and ``didRestart`` says so. Whoever wants such rows dropped does not hand them over. A row without a time
    /// follows upon the one before it.
    ///
    /// - Parameters:
    ///   - row: As many numbers as there are fields, all fit for Float32.
    ///   - time: When the row was measured, if that is known.
    /// - Returns: Whether a window ends with this row.
    public mutating func add(_ row: Span<Double>, at time: Timestamp?) -> Bool {
        precondition(row.count == fields, "a row has a number for each field")
        didRestart = rows > 0 && breaks(at: time)
        if didRestart { restart() }
        if let time { latest = time }
        store(row)
        missing -= 1
        guard missing == 0 else { return false }
        missing = shape.stride
        return true
    }

    /// Takes a row; see ``add(_:at:)-(Span<Double>,_)``.
    public mutating func add(_ row: [Double], at time: Timestamp?) -> Bool { add(row.span, at: time) }

    /// Appends the window that ends with the latest row: `size` × `fields` numbers, oldest row first, row by row.
    ///
    /// To be called when ``add(_:at:)-(Span<Double>,_)`` has returned true.
    public func append(to tensor: inout [Float]) {
        precondition(rows == shape.size, "no window is complete")
        tensor.append(contentsOf: ring[next...])
        tensor.append(contentsOf: ring[..<next])
    }

    /// Forgets all rows; a window is complete after `size` more.
    public mutating func restart() {
        rows = 0
        next = 0
        missing = shape.size
        latest = nil
    }

    private func breaks(at time: Timestamp?) -> Bool {
        guard let time, let latest else { return false }
        if time < latest { return true }
        guard let gap = shape.maximalGapSeconds else { return false }
        return time.seconds(since: latest) > gap
    }

    private mutating func store(_ row: Span<Double>) {
        if ring.isEmpty { ring = [Float](repeating: 0, count: shape.size * fields) }
        let place = next
        var span = ring.mutableSpan
        for index in row.indices { span[place + index] = Float(row[index]) }
        next += fields
        if next == ring.count { next = 0 }
        rows = min(rows + 1, shape.size)
    }
}
