import FoundationEssentials

/// A standing as it is written.
private struct StandingNotes: Codable {
    struct Rejected: Codable {
        var bundle: String
        var code: String
        var at: Int64
    }

    var v = 1
    var active: String?
    var previous: String?
    var floor: Int
    var configured: String?
    var rejected: [Rejected]

    init(_ standing: Standing) {
        active = standing.active?.description
        previous = standing.previous?.description
        floor = standing.floor
        configured = standing.configured?.description
        rejected = standing.rejected.map {
            Rejected(bundle: $0.bundle.description, code: $0.code.rawValue, at: $0.at)
        }
    }

    var standing: Standing {
        var standing = Standing()
        standing.active = active.flatMap { BundleID($0) }
        standing.previous = previous.flatMap { BundleID($0) }
        standing.floor = max(0, floor)
        standing.configured = configured.flatMap { BundleID($0) }
        standing.rejected = rejected.suffix(ModelRecord.mostRejected).compactMap { rejected in
            BundleID(rejected.bundle).map {
                ModelRecord.Rejection(
                    bundle: $0,
                    code: UpdateCode(rawValue: rejected.code) ?? .internal,
                    at: rejected.at
                )
            }
        }
        return standing
    }
}

extension ModelStore {
    /// What stands of a model beside its bundles; nil where nothing does, or it cannot be read.
    public func standing(of model: String) -> Standing? {
        guard let bytes = try? AtomicFile.read(standingPath(model), limit: 1 << 16),
            let notes = try? JSONDecoder().decode(StandingNotes.self, from: Data(bytes)), notes.v == 1
        else { return nil }
        return notes.standing
    }

    /// Writes down what stands of a model, unless it stands there already; nothing is not written.
    ///
    /// - Throws: `no_space`, `read_only`.
    public func note(_ standing: Standing, of model: String) throws(UpdateError) {
        guard standing != Standing(), standing != self.standing(of: model) else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let bytes: Data
        do {
            bytes = try encoder.encode(StandingNotes(standing))
        } catch {
            throw UpdateError(.internal, "what stands of \(model) cannot be written: \(error)")
        }
        let root = Directory(root(of: model))
        try root.create()
        try AtomicFile.write(Array(bytes), to: standingPath(model))
        try root.synchronise()
    }

    private func standingPath(_ model: String) -> String { root(of: model) + "/standing.json" }
}
