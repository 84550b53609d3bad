import OpenInference

/// What the fuzzer gives, as a message: header length and content type on a line each, then the body.
struct Message {
    let headerLength: String?
    let contentType: String?
    let body: [UInt8]

    init(_ bytes: some Collection<UInt8>) {
        var rest = Array(bytes)[...]
        headerLength = Self.line(&rest)
        contentType = Self.line(&rest)
        body = Array(rest)
    }

    func encoding() throws(InferError) -> BodyEncoding {
        try BodyEncoding(headerLength: headerLength, contentType: contentType)
    }

    private static func line(_ rest: inout ArraySlice<UInt8>) -> String? {
        let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
        let text = String(decoding: rest[..<end], as: UTF8.self)
        rest = rest[end...].dropFirst()
        return text == "-" ? nil : text
    }
}
