/// The latest rows of one feature of categories, counted as they come.
///
/// Adding a known category allocates nothing; of unknown ones the first few names are kept.
public struct CategoryWindow: Sendable {
    /// The most names of unseen categories that are kept.
    public static let mostUnseenNames = 8
    /// The most characters of an unseen category's name that are kept.
    public static let longestUnseenName = 64

    /// What the windows are compared with.
    public let reference: CategoryReference
    /// The window's rows of each category, in the reference's order; last those of others.
    public private(set) var counts: [Int]
    /// Rows in the window in which the category is missing.
    public private(set) var missing = 0
    /// Rows since the start whose category was never there in training; 0 where training did not keep all names.
    public private(set) var unseen = 0
    /// The first names of them, each once.
    public private(set) var unseenNames: [String] = []
    private var ring: RowRing<Int>

    /// Makes an empty window.
    public init(_ reference: CategoryReference, span: WindowSpan) {
        self.reference = reference
        counts = [Int](repeating: 0, count: reference.counts.count)
        ring = RowRing(span)
    }

    /// Rows in the window.
    public var rows: Int { ring.rows.count }

    /// Takes the next row.
    ///
    /// - Parameter name: The category; nil: missing.
    /// - Returns: Whether a window is now to be judged.
    public mutating func add(_ name: String?) -> Bool {
        let place = name.map(reference.place) ?? -1
        if let name, place == reference.names.count, reference.isComplete { note(unseen: name) }
        count(place, by: 1)
        if let left = ring.add(place) { count(left, by: -1) }
        return ring.isDue
    }

    /// How far the window's categories are from those of training; nil where all are missing.
    public func distances() -> CategoryDistances? { reference.distances(to: counts) }

    /// Forgets all rows and unseen names.
    public mutating func removeAll() {
        ring.removeAll()
        (missing, unseen, unseenNames) = (0, 0, [])
        for place in counts.indices { counts[place] = 0 }
    }

    private mutating func note(unseen name: String) {
        unseen += 1
        guard unseenNames.count < Self.mostUnseenNames else { return }
        let kept = String(name.prefix(Self.longestUnseenName))
        if !unseenNames.contains(kept) { unseenNames.append(kept) }
    }

    private mutating func count(_ place: Int, by one: Int) {
        if place < 0 { missing += one } else { counts[place] += one }
    }
}
