/// The dimensions of a tensor, outermost first; a scalar has none.
///
/// A shape cannot be invalid: no dimension is negative and the number of elements fits an `Int`.
public struct Shape: Sendable, Hashable {
    /// Sizes, outermost first, each >= 0.
    public let dimensions: [Int]
    /// The number of elements: the product of the dimensions, 1 for a scalar.
    public let count: Int

    /// Makes a shape; nil when a dimension is negative or the product overflows.
    public init?(_ dimensions: [Int]) {
        var count = 1
        var empty = false
        for dimension in dimensions {
            guard dimension >= 0 else { return nil }
            if dimension == 0 {
                empty = true
                continue
            }
            let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
            guard !overflow else { return nil }
            count = product
        }
        self.dimensions = dimensions
        self.count = empty ? 0 : count
    }

    /// The number of dimensions.
    public var rank: Int { dimensions.count }
}

extension Shape: CustomStringConvertible {
    /// As in JSON: `[1,4]`.
    public var description: String { "[" + dimensions.map(String.init).joined(separator: ",") + "]" }
}
