/// Limits that are learnt from how a statistic varies between pieces of the training rows themselves.
enum Calibration {
    /// The fewest pieces that say how much a statistic varies.
    static let fewestPieces = 5

    /// For each size, from the first: the mean and three standard deviations of a statistic over pieces of so many rows.
    ///
    /// - Parameters:
    ///   - rows: How many rows there are.
    ///   - sizes: The sizes of windows, rising.
    ///   - statistic: The statistic of a piece; nil where it has none.
    /// - Returns: As many limits as there are sizes with enough pieces, to four digits.
    static func limits(rows: Int, _ sizes: [Int], _ statistic: (Range<Int>) -> Double?) -> [Double] {
        var limits: [Double] = []
        for size in sizes {
            let values = (0..<rows / size).compactMap { statistic($0 * size..<($0 + 1) * size) }
            guard values.count >= fewestPieces else { break }
            let moments = Moments(values)
            let limit = (moments.mean + 3 * moments.deviation).rounded(digits: 4)
            limits.append(min(limit, .greatestFiniteMagnitude))
        }
        return limits
    }
}

extension FeatureProfile {
    /// The same with limits for each statistic, learnt from the column that it describes.
    func calibrated(on column: ReferenceColumn, _ sizes: [Int]) -> FeatureProfile {
        var profile = self
        if case .numeric(let values) = column.values, let reference = numeric?.reference {
            profile.calibrated = Self.limits(WindowStatistic.numeric, values.count, sizes) { piece in
                let distances = reference.distances(to: Array(values[piece]))
                return { distances?[$0] }
            }
        } else if let names = column.categories, let reference = categories {
            profile.calibrated = Self.limits(WindowStatistic.categorical, names.count, sizes) { piece in
                var counts = [Int](repeating: 0, count: reference.counts.count)
                for case let name? in names[piece] { counts[reference.place(of: name)] += 1 }
                let distances = reference.distances(to: counts)
                return { distances?[$0] }
            }
        }
        return profile
    }

    private static func limits(
        _ statistics: [WindowStatistic],
        _ rows: Int,
        _ sizes: [Int],
        _ compare: (Range<Int>) -> (WindowStatistic) -> Double?
    ) -> [WindowStatistic: [Double]] {
        // Each piece is compared once, for all statistics.
        let compared = sizes.filter { rows / $0 >= Calibration.fewestPieces }
            .flatMap { size in (0..<rows / size).map { $0 * size..<($0 + 1) * size } }
            .reduce(into: [Range<Int>: (WindowStatistic) -> Double?]()) { $0[$1] = compare($1) }
        return statistics.reduce(into: [:]) { limits, statistic in
            let found = Calibration.limits(rows: rows, sizes) { compared[$0]?(statistic) }
            if !found.isEmpty { limits[statistic] = found }
        }
    }
}
