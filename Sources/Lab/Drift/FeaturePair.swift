import Drift

/// A feature of a profile, and the column that is compared with it.
struct FeaturePair {
    private let profile: ReferenceProfile
    private let feature: FeatureProfile
    /// The reference's own values, where they are there.
    private let raw: ReferenceColumn?
    private let column: ReferenceColumn

    init(_ profile: ReferenceProfile, _ feature: FeatureProfile, raw: ReferenceColumn?, current: ReferenceColumn) {
        self.profile = profile
        self.feature = feature
        self.raw = raw
        column = current
    }

    /// How far they are apart.
    var comparison: FeatureComparison {
        switch feature.content {
        case .numeric(let known): numbers(known)
        case .categorical(let known): names(known, .categorical)
        case .boolean(let known): names(known, .boolean)
        }
    }

    private func numbers(_ known: NumericProfile) -> FeatureComparison {
        let values = column.numbers
        let sorted = values.filter(\.isFinite).sorted()
        let exact = raw.flatMap { NumericReference($0.numbers) }
        let distances = (exact ?? known.reference).distances(to: sorted)
        let current = Side(values, NumericSummary(sorted))
        return FeatureComparison(
            name: feature.name,
            scope: feature.scope,
            kind: .numeric,
            reference: Side(profile.rowCount, feature, known),
            current: current,
            judgements: distances.map { profile.judge($0, of: feature, rows: current.rows) } ?? [],
            numbers: distances,
            names: nil,
            missingRate: missingRate(current),
            unseen: 0,
            unseenNames: [],
            histogram: Histogram(numbers: raw?.numbers.filter(\.isFinite).sorted() ?? known.shown, sorted)
        )
    }

    private func names(_ known: CategoryReference, _ kind: FeatureComparison.Kind) -> FeatureComparison {
        let names = column.names
        var counts = [Int](repeating: 0, count: known.counts.count)
        var (unseen, unseenNames) = (0, [String]())
        for case let name? in names {
            let place = known.place(of: name)
            counts[place] += 1
            guard place == known.names.count, known.isComplete else { continue }
            unseen += 1
            let kept = String(name.prefix(CategoryWindow.longestUnseenName))
            guard unseenNames.count < CategoryWindow.mostUnseenNames, !unseenNames.contains(kept) else { continue }
            unseenNames.append(kept)
        }
        let distances = known.distances(to: counts)
        let current = Side(rows: names.count, missing: names.count(where: { $0 == nil }))
        return FeatureComparison(
            name: feature.name,
            scope: feature.scope,
            kind: kind,
            reference: Side(profile.rowCount, feature, nil),
            current: current,
            judgements: distances.map { profile.judge($0, of: feature, rows: names.count) } ?? [],
            numbers: nil,
            names: distances,
            missingRate: missingRate(current),
            unseen: unseen,
            unseenNames: unseenNames,
            histogram: Histogram(names: known.names, reference: known.counts, current: counts)
        )
    }

    private typealias Side = FeatureComparison.Side

    private func missingRate(_ current: Side) -> MissingRateTest? {
        MissingRateTest(
            missing: current.missing,
            of: current.rows,
            referenceMissing: feature.missing,
            of: profile.rowCount
        )
    }
}

extension FeatureComparison.Side {
    /// Of names.
    fileprivate init(rows: Int, missing: Int) {
        self.init(rows: rows, missing: missing, nonFinite: 0, mean: nil, deviation: nil, least: nil, greatest: nil)
    }

    /// Of numbers in rows.
    fileprivate init(_ values: [Double], _ summary: NumericSummary?) {
        self.init(
            rows: values.count,
            missing: values.count(where: \.isNaN),
            nonFinite: values.count(where: \.isInfinite),
            mean: summary?.mean,
            deviation: summary?.deviation,
            least: summary?.quantiles.first,
            greatest: summary?.quantiles.last
        )
    }

    /// Of a profile.
    fileprivate init(_ rows: Int, _ feature: FeatureProfile, _ numbers: NumericProfile?) {
        self.init(
            rows: rows,
            missing: feature.missing,
            nonFinite: feature.nonFinite,
            mean: numbers?.mean,
            deviation: numbers?.deviation,
            least: numbers?.min,
            greatest: numbers?.max
        )
    }
}

extension NumericProfile {
    /// Numbers that stand for those of training in a picture: the sample, or some between the quantiles; ascending.
    fileprivate var shown: [Double] {
        guard sample.isEmpty else { return sample }
        return (0..<Self.largestSample).map { index in
            let place = (Double(index) + 0.5) / Double(Self.largestSample)
            let above = Swift.max(1, Self.places.firstIndex { $0 >= place } ?? Self.places.count - 1)
            let part = (place - Self.places[above - 1]) / (Self.places[above] - Self.places[above - 1])
            return quantiles[above - 1] * (1 - part) + quantiles[above] * part
        }
    }
}

extension ReferenceColumn {
    /// The numbers; none for names.
    var numbers: [Double] {
        switch values {
        case .numeric(let values), .boolean(let values): values
        case .categorical: []
        }
    }

    /// The names, nil where one is missing; none for numbers.
    fileprivate var names: [String?] {
        switch values {
        case .numeric: []
        case .categorical(let names): names
        case .boolean(let values): values.map { $0 == 0 ? "false" : $0 == 1 ? "true" : nil }
        }
    }
}
