/// The dimensions of a tensor, outermost first; a scalar has none.
///
/// A shape cannot be invalid: no dimension is negative and the number of elements fits an `Int`. Up to four dimensions are
/// kept in the value itself, so that making and copying shapes does not allocate.
public struct Shape: Sendable, Hashable {
    private var first = 0
    private var second = 0
    private var third = 0
    private var fourth = 0
    private var others: [Int] = []
    /// The product of the dimensions that are not 0.
    private var extent = 1
    private var isEmpty = false
    /// The number of dimensions.
    public private(set) var rank = 0

    /// The shape of a scalar: no dimensions, one element.
    public static let scalar = Shape()

    private init() {}

    /// Makes a shape; nil when a dimension is negative or the product overflows.
    public init?(_ dimensions: some Sequence<Int>) {
        for dimension in dimensions {
            guard append(dimension) else { return nil }
        }
    }

    /// Adds an innermost dimension; false, and nothing changes, when it is negative or the product overflows.
    public mutating func append(_ dimension: Int) -> Bool {
        guard dimension >= 0 else { return false }
        if dimension == 0 {
            isEmpty = true
        } else {
            let (product, overflow) = extent.multipliedReportingOverflow(by: dimension)
            guard !overflow else { return false }
            extent = product
        }
        switch rank {
        case 0: first = dimension
        case 1: second = dimension
        case 2: third = dimension
        case 3: fourth = dimension
        default: others.append(dimension)
        }
        rank += 1
        return true
    }

    /// The number of elements: the product of the dimensions, 1 for a scalar.
    public var count: Int { isEmpty ? 0 : extent }

    /// The places of the dimensions, from the outermost on.
    public var indices: Range<Int> { 0..<rank }

    /// The dimension at a place from 0 to `rank - 1`.
    public subscript(place: Int) -> Int {
        precondition(indices.contains(place), "a shape has no such dimension")
        return switch place {
        case 0: first
        case 1: second
        case 2: third
        case 3: fourth
        default: others[place - 4]
        }
    }

    /// All dimensions, outermost first.
    public var dimensions: [Int] { indices.map { self[$0] } }

    /// The outermost dimension, which counts rows; nil for a scalar.
    public var rows: Int? { rank == 0 ? nil : first }

    /// The same shape with another number of rows; nil for a scalar, a negative number or an overflow.
    public func with(rows: Int) -> Shape? {
        guard rank > 0 else { return nil }
        var made = Shape()
        guard made.append(rows) else { return nil }
        for place in 1..<max(rank, 1) {
            guard made.append(self[place]) else { return nil }
        }
        return made
    }

    /// True when the two differ in nothing but the number of rows; false for scalars.
    public func matchesRows(of other: Shape) -> Bool {
        rank > 0 && rank == other.rank && second == other.second && third == other.third && fourth == other.fourth
            && others == other.others
    }
}

extension Shape: CustomStringConvertible {
    /// As in JSON: `[1,4]`.
    public var description: String { "[" + dimensions.map(String.init).joined(separator: ",") + "]" }
}
