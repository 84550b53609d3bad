import FoundationEssentials

extension ReferenceProfile {
    /// The text of a file that holds this profile alone; equal, byte for byte, for equal profiles.
    ///
    /// - Throws: When a number is not finite, or it would be too large.
    public func json() throws(BaselineError) -> [UInt8] {
        let header = [
            ("schema_version", "\(Self.fileSchema)"), ("profile_id", ProfileText.string(profileID)),
            (
                "model",
                ProfileText.object([
                    ("name", ProfileText.string(model.name)), ("sha256", ProfileText.string(model.sha256)),
                ])
            ),
            ("created", ProfileText.string(created)), ("row_count", "\(rowCount)"),
        ]
        return try text(header)
    }

    /// The text of a file that another program has written, the baseline of anomalies, with this profile in it.
    ///
    /// All other members stay as they are, byte for byte; `fields` and `drift` are replaced. The identifier and the time
    /// are the file's.
    ///
    /// - Parameter file: The whole file.
    /// - Returns: The new file's text.
    /// - Throws: When it cannot be read, belongs to another model, or has other fields than this profile; or when the
    ///   profile cannot be written.
    public func json(into file: [UInt8]) throws(BaselineError) -> [UInt8] {
        let members = try ProfileMembers(file)
        let other = try ReferenceProfile(json: file, modelSHA256: model.sha256)
        guard other.fields == fields else { throw .otherFeatures(found: other.fields, expected: fields) }
        let kept = members.members.filter { $0.name != "fields" && $0.name != "drift" }
        return try text(kept.map { ($0.name, String(decoding: file[$0.value], as: UTF8.self)) })
    }

    private func text(_ others: [(String, String)]) throws(BaselineError) -> [UInt8] {
        let own = try ownText()
        let limit = ProfileSize.limit(features: features.count)
        guard own.utf8.count <= limit else { throw .tooLarge(bytes: own.utf8.count, limit: limit) }
        let lines = others.map { "  \(ProfileText.string($0)): \($1)" }
        let bytes = Array("{\n\((lines + [own]).joined(separator: ",\n"))\n}\n".utf8)
        guard bytes.count <= Self.largestFile else { throw .tooLarge(bytes: bytes.count, limit: Self.largestFile) }
        return bytes
    }

    /// The members `fields` and `drift`.
    func ownText() throws(BaselineError) -> String {
        let fields = features.filter(\.isField)
        for feature in features { try feature.checkFinite() }
        let lines = fields.map { "    " + $0.text(place: nil) }.joined(separator: ",\n")
        return "  \"fields\": [\n\(lines)\n  ],\n  \"drift\": \(driftText())"
    }

    private func driftText() -> String {
        let others = features.enumerated().filter { !$0.element.isField }
            .map { "      " + $0.element.text(place: $0.offset) }
        return ProfileText.object([
            ("schema_version", "\(Self.driftSchema)"),
            ("window_sizes", ProfileText.list(windowSizes)),
            ("interval_s", intervalSeconds.map(ProfileText.number)),
            ("error_rate", errorRate.map(ProfileText.number)),
            ("multivariate", multivariate?.text),
            ("features", others.isEmpty ? nil : "[\n\(others.joined(separator: ",\n"))\n    ]"),
        ])
    }
}

extension MultivariateProfile {
    var text: String {
        var bytes: [UInt8] = []
        for part in correlation {
            let bits = UInt16(bitPattern: part)
            bytes.append(UInt8(truncatingIfNeeded: bits))
            bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
        }
        return ProfileText.object([
            ("share", ProfileText.number(share)),
            ("t2_limit", ProfileText.number(tSquaredLimit)),
            ("q_limit", ProfileText.number(squaredErrorLimit)),
            ("mean_error", ProfileText.number(meanError)),
            ("limits", ProfileText.list(calibrated)),
            ("correlation", ProfileText.string(Data(bytes).base64EncodedString())),
        ])
    }
}

extension FeatureProfile {
    func checkFinite() throws(BaselineError) {
        guard let numeric else { return }
        let numbers = [numeric.min, numeric.max, numeric.mean, numeric.deviation, numeric.lag1]
        guard (numbers + numeric.quantiles + numeric.reference.edges).allSatisfy(\.isFinite) else {
            throw .nonFinite(name)
        }
    }

    /// The feature's object; with its place among all features where it is not one of the file's fields.
    func text(place: Int?) -> String {
        let limits = WindowStatistic.allCases.compactMap { statistic in
            calibrated[statistic].map { (statistic.rawValue, ProfileText.list($0) as String?) }
        }
        let common: [(String, String?)] = [
            ("name", ProfileText.string(name)), ("type", ProfileText.string(type)),
            ("place", place.map(String.init)),
            ("scope", scope == .input ? nil : ProfileText.string(scope.rawValue)),
            ("count", "\(count)"), ("missing", "\(missing)"), ("non_finite", "\(nonFinite)"),
            ("longest_run", longestRun.map(String.init)),
        ]
        let last: [(String, String?)] = [("limits", limits.isEmpty ? nil : ProfileText.object(limits))]
        return ProfileText.object(common + contentMembers + last)
    }

    private var contentMembers: [(String, String?)] {
        if let categories {
            return [
                ("domain", ProfileText.list(categories.names)), ("domain_counts", ProfileText.list(categories.counts)),
            ]
        }
        guard let numeric else { return [] }
        let quantiles = zip(NumericProfile.places, numeric.quantiles)
            .map { (ProfileText.number($0), ProfileText.number($1) as String?) }
        return [
            ("min", ProfileText.number(numeric.min)), ("max", ProfileText.number(numeric.max)),
            ("mean", ProfileText.number(numeric.mean)), ("sd", ProfileText.number(numeric.deviation)),
            ("quantiles", ProfileText.object(quantiles)),
            ("decile_edges", ProfileText.list(numeric.reference.edges)),
            ("bin_counts", ProfileText.list(numeric.reference.binCounts)),
            ("lag1", ProfileText.number(numeric.lag1)), ("integer_valued", "\(numeric.isIntegerValued)"),
            ("sample", ProfileText.list(numeric.sample)),
        ]
    }
}
