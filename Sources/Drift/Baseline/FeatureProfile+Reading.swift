extension FeatureProfile {
    /// Takes a feature as it stands in a file.
    ///
    /// - Throws: What is wrong with it.
    init(_ found: ProfileDocument.Feature, _ document: ProfileDocument) throws(BaselineError) {
        name = found.name
        scope = found.scope ?? .input
        missing = found.missing
        nonFinite = found.nonFinite
        longestRun = found.longestRun
        guard found.count > 0, missing >= 0, nonFinite >= 0, longestRun ?? 1 >= 1,
            max(found.count, missing, nonFinite) <= document.rowCount,
            found.count + missing + nonFinite <= document.rowCount
        else {
            throw .corrupt("'\(name)' has counts below 0, or more than the \(document.rowCount) rows")
        }
        switch found.type {
        case "numeric": content = .numeric(try NumericProfile(found))
        case "categorical": content = .categorical(try Self.categories(found))
        case "boolean": content = .boolean(try Self.categories(found))
        default: throw .corrupt("'\(name)' is \(found.type), expected numeric, categorical or boolean")
        }
        calibrated = try Self.calibrated(found, sizes: document.drift?.windowSizes.count ?? 0)
    }

    private static func categories(_ found: ProfileDocument.Feature) throws(BaselineError) -> CategoryReference {
        guard let names = found.domain, let counts = found.domainCounts, names.count <= mostCategories,
            counts.allSatisfy({ (0...found.count).contains($0) })
        else { throw .corrupt("'\(found.name)' has no domain with its counts, or one that is too large") }
        let sum = counts.reduce(0, +)
        guard sum == found.count else {
            throw .countsDoNotAddUp(feature: found.name, found: sum, expected: found.count)
        }
        do {
            return try CategoryReference(names: names, counts: counts)
        } catch {
            throw .corrupt("'\(found.name)': \(error.message)")
        }
    }

    private static func calibrated(
        _ found: ProfileDocument.Feature,
        sizes: Int
    ) throws(BaselineError) -> [WindowStatistic: [Double]] {
        var calibrated: [WindowStatistic: [Double]] = [:]
        for (name, limits) in found.limits ?? [:] {
            // A statistic of a later program is passed over.
            guard let statistic = WindowStatistic(rawValue: name) else { continue }
            guard limits.allSatisfy(\.isFinite) else { throw .nonFinite("\(found.name).limits.\(name)") }
            guard limits.count <= sizes, limits.allSatisfy({ $0 >= 0 }) else {
                throw .corrupt("the limits '\(name)' of '\(found.name)' are below 0, or more than window_sizes")
            }
            calibrated[statistic] = limits
        }
        return calibrated
    }
}

extension NumericProfile {
    /// Takes the numbers of a feature as they stand in a file.
    ///
    /// - Throws: What is wrong with them.
    init(_ found: ProfileDocument.Feature) throws(BaselineError) {
        guard let min = found.min, let max = found.max, let mean = found.mean, let sd = found.sd,
            let edges = found.decileEdges, let counts = found.binCounts, let lag1 = found.lag1,
            let isIntegerValued = found.integerValued, let sample = found.sample, let named = found.quantiles
        else { throw .corrupt("'\(found.name)' lacks one of its numbers") }
        let quantiles = try Self.quantiles(named, found.name)
        guard ([min, max, mean, sd, lag1] + quantiles + edges + sample).allSatisfy(\.isFinite) else {
            throw .nonFinite(found.name)
        }
        try Self.checkBins(edges, counts, found)
        guard min <= max, sd >= 0, abs(lag1) <= 1.01, zip(quantiles, quantiles.dropFirst()).allSatisfy(<=),
            sample.count <= Swift.min(found.count, Self.largestSample), zip(sample, sample.dropFirst()).allSatisfy(<=)
        else { throw .corrupt("'\(found.name)' has numbers out of order or out of range") }
        self.init(
            min: min,
            max: max,
            mean: mean,
            lag1: lag1,
            isIntegerValued: isIntegerValued,
            quantiles: quantiles,
            reference: Self.reference(
                count: found.count,
                edges: edges,
                binCounts: counts,
                deviation: sd,
                quantiles: quantiles,
                sample: sample
            )
        )
    }

    private static func checkBins(
        _ edges: [Double],
        _ counts: [Int],
        _ found: ProfileDocument.Feature
    ) throws(BaselineError) {
        guard edges.count <= 9, zip(edges, edges.dropFirst()).allSatisfy(<) else {
            throw .edgesNotRising(feature: found.name)
        }
        guard counts.count == edges.count + 1, counts.allSatisfy({ (0...found.count).contains($0) }),
            counts.reduce(0, +) == found.count
        else {
            let sum = counts.reduce(0) { $0.addingReportingOverflow($1).partialValue }
            throw .countsDoNotAddUp(feature: found.name, found: sum, expected: found.count)
        }
    }

    private static func quantiles(_ named: [String: Double], _ feature: String) throws(BaselineError) -> [Double] {
        var quantiles: [Double] = []
        for place in places {
            guard let value = named[ProfileText.number(place)] else {
                throw .corrupt("'\(feature)' lacks the quantile \(ProfileText.number(place))")
            }
            quantiles.append(value)
        }
        return quantiles
    }
}
