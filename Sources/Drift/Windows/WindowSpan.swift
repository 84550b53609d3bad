/// How many rows a window holds, and how often one is judged.
public struct WindowSpan: Sendable, Hashable {
    /// The most rows in a window.
    public static let largest = 100_000

    /// Rows in a window.
    public let size: Int
    /// Rows from one judged window to the next; `size`: windows do not overlap.
    public let step: Int

    /// Windows of so many rows.
    ///
    /// - Parameters:
    ///   - size: Rows in a window: 1 to 100,000.
    ///   - step: Rows from one judged window to the next, 1 to `size`; nil: windows do not overlap.
    /// - Throws: When a number is out of range.
    public init(size: Int, step: Int? = nil) throws(DriftWindowError) {
        guard (1...Self.largest).contains(size) else {
            throw DriftWindowError("a window of \(size) rows cannot be; expected 1 to \(Self.largest), such as 500")
        }
        guard (1...size).contains(step ?? size) else {
            throw DriftWindowError("a step of \(step ?? size) rows cannot be; expected 1 to the window's \(size)")
        }
        self.size = size
        self.step = step ?? size
    }
}
