import FoundationEssentials

extension ReferenceProfile {
    /// Reads `baseline.json`, as this program or `marram train` has written it.
    ///
    /// Members that are not known are passed over. Without the member `drift` the profile has no calibrated limits.
    ///
    /// - Parameters:
    ///   - json: The whole file.
    ///   - modelSHA256: The digest of the model that is in service, in hexadecimal; nil: not checked.
    ///   - features: The names of the inputs that the model takes, in order; nil: not checked.
    /// - Throws: What is wrong with the file.
    public init(json: [UInt8], modelSHA256: String? = nil, features: [String]? = nil) throws(BaselineError) {
        guard json.count <= Self.largestFile else {
            throw .tooLarge(bytes: json.count, limit: Self.largestFile)
        }
        let members = try ProfileMembers(json)
        let document = try Self.document(json)
        if let expected = modelSHA256?.lowercased(), document.model.sha256.lowercased() != expected {
            throw .otherModel(found: document.model.sha256, expected: expected)
        }
        let all = try Self.features(document)
        let bytes = members.bytes(of: "fields") + members.bytes(of: "drift")
        let limit = ProfileSize.limit(features: all.count)
        guard bytes <= limit else { throw .tooLarge(bytes: bytes, limit: limit) }
        let inputs = all.filter { $0.scope == .input }.map(\.name)
        if let features, inputs != features { throw .otherFeatures(found: inputs, expected: features) }
        self.init(
            profileID: document.profileID,
            model: Model(name: document.model.name, sha256: document.model.sha256),
            created: document.created,
            rowCount: document.rowCount,
            features: all,
            windowSizes: document.drift?.windowSizes ?? [],
            multivariate: try Self.multivariate(document, all),
            errorRate: document.drift?.errorRate,
            intervalSeconds: document.drift?.intervalSeconds
        )
    }

    private static func document(_ json: [UInt8]) throws(BaselineError) -> ProfileDocument {
        let decoder = JSONDecoder()
        do {
            let schema = try decoder.decode(ProfileDocument.Schema.self, from: Data(json))
            guard schema.schemaVersion == fileSchema else {
                throw BaselineError.otherSchema(found: schema.schemaVersion, expected: fileSchema)
            }
            if let found = schema.drift?.schemaVersion, found != driftSchema {
                throw BaselineError.otherSchema(found: found, expected: driftSchema)
            }
            return try decoder.decode(ProfileDocument.self, from: Data(json))
        } catch {
            throw reason(error, in: json)
        }
    }

    private static func features(_ document: ProfileDocument) throws(BaselineError) -> [FeatureProfile] {
        guard (1...mostRows).contains(document.rowCount),
            document.fields.count + (document.drift?.features?.count ?? 0) <= mostFeatures
        else {
            throw .corrupt("row_count is \(document.rowCount), or more than \(mostFeatures) features are there")
        }
        let sizes = document.drift?.windowSizes ?? []
        guard sizes.count <= 8, sizes.allSatisfy({ (2...WindowSpan.largest).contains($0) }),
            zip(sizes, sizes.dropFirst()).allSatisfy(<)
        else { throw .corrupt("window_sizes are \(sizes.prefix(9)), expected up to 8, rising") }
        var all: [FeatureProfile] = []
        for field in document.fields { all.append(try FeatureProfile(field, document)) }
        guard all.allSatisfy(\.isField) else {
            throw .corrupt("'fields' holds a feature that is no numeric input")
        }
        for other in document.drift?.features ?? [] {
            guard let place = other.place, (0...all.count).contains(place) else {
                throw .corrupt("'\(other.name)' has no place among the features")
            }
            all.insert(try FeatureProfile(other, document), at: place)
        }
        guard !all.isEmpty else { throw .corrupt("there are no features") }
        guard Set(all.map(\.name)).count == all.count else { throw .corrupt("two features have one name") }
        return all
    }

    private static func multivariate(
        _ document: ProfileDocument,
        _ features: [FeatureProfile]
    ) throws(BaselineError) -> MultivariateProfile? {
        guard let found = document.drift?.multivariate else { return nil }
        let numbers = [found.tSquaredLimit, found.squaredErrorLimit, found.meanError] + found.limits
        guard numbers.allSatisfy(\.isFinite), numbers.allSatisfy({ $0 >= 0 }),
            found.limits.count <= document.drift?.windowSizes.count ?? 0,
            let bytes = Data(base64Encoded: found.correlation), bytes.count.isMultiple(of: 2)
        else { throw .corrupt("'drift.multivariate' holds a number below 0, or correlations that cannot be read") }
        let parts = stride(from: 0, to: bytes.count, by: 2).map {
            Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
        }
        let fields = features.filter(\.isField).compactMap(\.numeric)
        do {
            return try MultivariateProfile(
                correlation: parts,
                means: fields.map(\.mean),
                deviations: fields.map(\.deviation),
                share: found.share,
                limits: (found.tSquaredLimit, found.squaredErrorLimit, found.meanError, found.limits)
            )
        } catch {
            throw .corrupt("'drift.multivariate': \(error.message)")
        }
    }
}
