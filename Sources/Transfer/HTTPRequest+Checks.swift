extension HTTPRequest {
    private static let methods: Set<String> = ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"]
    /// What the transfer itself says, and what would change how the answer comes.
    private static let reserved: Set<String> = [
        "content-length", "transfer-encoding", "connection", "keep-alive", "te", "trailer", "upgrade", "expect",
        "accept-encoding", "proxy-authorization", "proxy-connection",
    ]
    private static let lineLimit = 16 * 1024
    private static let headerLimit = 100

    /// - Throws: `invalid`, with the name of what is wrong, never with a value.
    func check(isRanged: Bool) throws(TransferError) {
        guard Self.methods.contains(method) else {
            throw TransferError(
                .invalid,
                "a request's method is none of \(Self.methods.sorted().joined(separator: ", "))"
            )
        }
        guard body.isEmpty || !["GET", "HEAD"].contains(method) else {
            throw TransferError(.invalid, "a \(method) has a body; expected none")
        }
        guard !isRanged || method == "GET" else {
            throw TransferError(.invalid, "a download is asked for with \(method); expected GET")
        }
        guard headers.count <= Self.headerLimit else {
            throw TransferError(.invalid, "a request has \(headers.count) headers, more than \(Self.headerLimit)")
        }
        for header in headers { try Self.check(header, isRanged: isRanged) }
    }

    private static func check(_ header: Header, isRanged: Bool) throws(TransferError) {
        guard !header.name.isEmpty, header.name.utf8.count <= 256, header.name.utf8.allSatisfy(isToken) else {
            throw TransferError(.invalid, "a header's name is none: letters, digits and - are expected")
        }
        let name = header.name.lowercased()
        guard !reserved.contains(name), !isRanged || !["range", "if-range"].contains(name) else {
            throw TransferError(.invalid, "the header \(header.name) cannot be given; the transfer sees to it")
        }
        guard header.value.utf8.count <= lineLimit,
            header.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 9 })
        else {
            throw TransferError(.invalid, "the header \(header.name) has a control character or more than 16 KiB in it")
        }
    }

    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
