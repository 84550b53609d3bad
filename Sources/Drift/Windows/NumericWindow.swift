/// The latest rows of one numeric feature, binned as they come.
///
/// Adding a value allocates nothing and costs O(log bins); judging a window sorts it.
public struct NumericWindow: Sendable {
    /// What the windows are compared with.
    public let reference: NumericReference
    /// Rows in the window in which the number was missing.
    public private(set) var missing = 0
    /// Rows in the window in which it was NaN or infinite.
    public private(set) var nonFinite = 0
    /// The window's numbers in each bin of the reference.
    public private(set) var binCounts: [Int]
    private var ring: RowRing<Double>
    private var sorted: [Double] = []

    /// Makes an empty window.
    public init(_ reference: NumericReference, span: WindowSpan) {
        self.reference = reference
        ring = RowRing(span)
        binCounts = [Int](repeating: 0, count: reference.edges.count + 1)
        sorted.reserveCapacity(span.size)
    }

    /// Rows in the window.
    public var rows: Int { ring.rows.count }

    /// Numbers in the window.
    public var count: Int { rows - missing - nonFinite }

    /// Takes the next row.
    ///
    /// - Parameter value: The number; nil: missing. NaN and infinities are counted and not compared.
    /// - Returns: Whether a window is now to be judged.
    public mutating func add(_ value: Double?) -> Bool {
        // NaN stands for a missing number, infinity for one that is not finite.
        let value = value.map { $0.isFinite ? $0 : .infinity } ?? .nan
        count(value, by: 1)
        if let left = ring.add(value) { count(left, by: -1) }
        return ring.isDue
    }

    /// How far the window's numbers are from those of training; nil where it has no number.
    public mutating func distances() -> NumericDistances? {
        sorted.removeAll(keepingCapacity: true)
        for value in ring.rows where value.isFinite { sorted.append(value) }
        sorted.sort()
        return reference.distances(sorted: sorted, counts: binCounts)
    }

    /// The window's mean, population standard deviation and deciles with both ends; nil where it has no number.
    public func summary() -> NumericSummary? { NumericSummary(ring.rows) }

    /// Forgets all rows, after a model swap for example.
    public mutating func removeAll() {
        ring.removeAll()
        (missing, nonFinite) = (0, 0)
        for bin in binCounts.indices { binCounts[bin] = 0 }
    }

    private mutating func count(_ value: Double, by one: Int) {
        if value.isFinite {
            binCounts[SortedValues.bin(of: value, reference.edges)] += one
        } else if value.isNaN {
            missing += one
        } else {
            nonFinite += one
        }
    }
}
