extension ReferenceProfile {
    /// What is wrong with a text that could not be decoded.
    static func reason(_ error: any Error, in json: [UInt8]) -> BaselineError {
        switch error {
        case let error as BaselineError: error
        case DecodingError.keyNotFound(let key, let context):
            .corrupt("'\(path(context.codingPath + [key]))' is missing")
        case DecodingError.typeMismatch(let type, let context):
            .corrupt("'\(path(context.codingPath))' is not what was expected (\(type))")
        case DecodingError.valueNotFound(_, let context): .corrupt("'\(path(context.codingPath))' is null")
        case DecodingError.dataCorrupted(let context):
            ProfileMembers.nonFiniteNumber(in: json).map { .nonFinite($0) }
                ?? .corrupt("it cannot be read as JSON (\(context.debugDescription))")
        default: .corrupt("\(error)")
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
    }
}
