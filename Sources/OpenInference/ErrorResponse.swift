/// The answer to a request that was not computed.
public struct ErrorResponse: Sendable {
    /// The request's `id`, where it could be read.
    public let id: String?
    /// What went wrong.
    public let error: InferError

    /// Makes an answer.
    public init(id: String? = nil, error: InferError) {
        self.id = id
        self.error = error
    }

    /// Appends `{"id":…,"error":…,"code":…,"status":…}`, without `id` where there is none.
    public func encode(into bytes: inout [UInt8]) {
        bytes.append(Ascii.openBrace)
        if let id {
            bytes.appendRaw(#""id":"#)
            bytes.appendQuoted(id)
            bytes.append(Ascii.comma)
        }
        bytes.appendRaw(#""error":"#)
        bytes.appendQuoted(error.message)
        bytes.appendRaw(#","code":"#)
        bytes.appendQuoted(error.code.rawValue)
        bytes.appendRaw(#","status":"#)
        bytes.appendNumber(error.code.status)
        bytes.append(Ascii.closeBrace)
    }
}
