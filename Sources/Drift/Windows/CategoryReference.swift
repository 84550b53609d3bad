/// The categories of training that windows are compared with.
public struct CategoryReference: Sendable, Hashable {
    /// The name of the category that stands for all that are not known.
    public static let other = "__other__"

    /// The known categories, without ``other``.
    public let names: [String]
    /// How often each was there in training, and last how often others were.
    public let counts: [Int]
    private let places: [String: Int]

    /// Of categories and how often they were there.
    ///
    /// - Parameters:
    ///   - names: The known categories, each once and none of them ``other``.
    ///   - counts: How often each was there, and last how often others were: one more than names.
    /// - Throws: When names repeat, counts do not fit or are below 0, or nothing was ever there.
    public init(names: [String], counts: [Int]) throws(DriftWindowError) {
        guard counts.count == names.count + 1, counts.allSatisfy({ (0...ReferenceProfile.mostRows).contains($0) })
        else {
            throw DriftWindowError(
                "\(counts.count) counts for \(names.count) categories; expected one more, of 0 or more"
            )
        }
        let places = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        guard places.count == names.count, places[Self.other] == nil else {
            throw DriftWindowError("a category is named twice, or \(Self.other) is among them; expected each once")
        }
        guard counts.contains(where: { $0 > 0 }) else {
            throw DriftWindowError("every count is 0; expected at least one category that was there")
        }
        self.names = names
        self.counts = counts
        self.places = places
    }

    /// How often categories were there in training.
    public var count: Int { counts.reduce(0, +) }

    /// Whether training knew all categories by name, so that any other one was never seen there.
    public var isComplete: Bool { counts[names.count] == 0 }

    /// The place of a category in ``counts``; that of ``other`` where it is not known.
    public func place(of name: String) -> Int { places[name] ?? names.count }

    /// Compares counts in the same order; nil where they are all 0 or another number of them.
    public func distances(to current: [Int]) -> CategoryDistances? {
        guard let shares = ShareDistances(reference: counts, current: current),
            let chiSquared = ChiSquaredTest(reference: counts, current: current)
        else { return nil }
        return CategoryDistances(count: current.reduce(0, +), shares: shares, chiSquared: chiSquared)
    }
}
