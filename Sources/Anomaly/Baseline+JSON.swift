import FoundationEssentials

extension Baseline {
    /// Reads the file's text.
    ///
    /// Members that are not known are passed over: a later program may write more.
    ///
    /// - Parameter json: The whole file.
    /// - Throws: What is missing, of the wrong type or out of range, and what to do about it.
    public init(json: [UInt8]) throws(AnomalyError) {
        do {
            let decoder = JSONDecoder()
            let version = try decoder.decode(Version.self, from: Data(json)).schemaVersion
            guard version == Self.schemaVersion else {
                throw AnomalyError("schema_version is \(version); this program reads \(Self.schemaVersion)")
            }
            self = try decoder.decode(Self.self, from: Data(json))
            try check()
        } catch {
            throw AnomalyError("baseline: \(Self.reason(error)); train the model again with 'marram train'")
        }
    }

    /// The file's text: a line for each member and for each field; equal for equal baselines.
    ///
    /// - Throws: When a number is not finite.
    public func json() throws(AnomalyError) -> [UInt8] {
        do {
            let members = [
                try Self.member("schema_version", schemaVersion), try Self.member("profile_id", profileID),
                try Self.member("model", model), try Self.member("created", created),
                try Self.member("row_count", rowCount), try Self.member("data", data),
                try Self.member("window", window), "  \"fields\": [\n\(try lines(of: fields))\n  ]",
                try Self.member("score", score),
            ]
            return Array("{\n\(members.joined(separator: ",\n"))\n}\n".utf8)
        } catch {
            throw AnomalyError("the baseline cannot be written: \(Self.reason(error))")
        }
    }

    private struct Version: Decodable {
        let schemaVersion: Int
        enum CodingKeys: String, CodingKey { case schemaVersion = "schema_version" }
    }

    private func lines(of fields: [FieldProfile]) throws -> String {
        try fields.map { "    " + (try Self.text($0)) }.joined(separator: ",\n")
    }

    private static func member(_ name: String, _ value: some Encodable) throws -> String {
        "  \"\(name)\": \(try text(value))"
    }

    private static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private func check() throws(AnomalyError) {
        guard !fields.isEmpty else { throw AnomalyError("'fields' is empty; expected one field or more") }
        guard Set(fields.map(\.name)).count == fields.count else { throw AnomalyError("two fields have one name") }
        for field in fields where field.type != "numeric" {
            throw AnomalyError("field '\(field.name)' is \(field.type); this program knows numeric fields")
        }
        for field in fields where field.binCounts.count != field.decileEdges.count + 1 {
            throw AnomalyError("field '\(field.name)' has \(field.binCounts.count) bin_counts for its decile_edges")
        }
        _ = try rule()
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as AnomalyError: error.message
        case DecodingError.keyNotFound(let key, let context): "'\(path(context, key))' is missing"
        case DecodingError.typeMismatch(let type, let context):
            "'\(path(context))' is not what was expected (\(type))"
        case DecodingError.valueNotFound(_, let context): "'\(path(context))' is null"
        case DecodingError.dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "it cannot be read as JSON (\(context.debugDescription))"
                : "'\(path(context))': \(context.debugDescription)"
        case EncodingError.invalidValue(let value, let context): "'\(path(context.codingPath))' is \(value)"
        default: "\(error)"
        }
    }

    private static func path(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil) -> String {
        path(context.codingPath + (last.map { [$0] } ?? []))
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
    }
}
