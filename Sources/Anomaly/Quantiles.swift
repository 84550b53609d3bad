/// Some quantiles of a set of numbers, linearly interpolated between its values (type 7 of Hyndman and Fan, numpy's default).
public struct Quantiles: Sendable, Hashable {
    /// The places at which profiles keep quantiles: the ends, the tails, and every tenth.
    public static let places = [0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1]

    /// The quantiles, one for each of ``places``.
    public let values: [Double]

    /// Computes the quantiles of sorted finite numbers, at least one.
    public init(sorted: [Double]) { values = Self.places.map { Self.value(at: $0, of: sorted) } }

    private init(values: [Double]) { self.values = values }

    /// The same to nine significant digits.
    var shortened: Quantiles { Quantiles(values: values.map(\.shortened)) }

    /// The quantile at a place from 0 to 1 of sorted finite numbers, at least one.
    public static func value(at place: Double, of sorted: [Double]) -> Double {
        let position = place * Double(sorted.count - 1)
        let index = min(Int(position), sorted.count - 1)
        let above = sorted[min(index + 1, sorted.count - 1)]
        return sorted[index] + (position - Double(index)) * (above - sorted[index])
    }
}

extension Quantiles: Codable {
    /// Reads an object whose members are named by the places: `{"0": …, "0.01": …, …, "1": …}`.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.singleValueContainer().decode([String: Double].self)
        values = try Self.places.map { place in
            guard let value = members[Self.name(place)] else {
                throw AnomalyError("the quantile '\(Self.name(place))' is missing")
            }
            return value
        }
    }

    /// Writes the object.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        let pairs = zip(Self.places.map(Self.name), values)
        try container.encode(Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
    }

    private static func name(_ place: Double) -> String {
        place == place.rounded() ? "\(Int(place))" : "\(place)"
    }
}
