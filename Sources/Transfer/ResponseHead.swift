/// Status and headers of an answer.
struct ResponseHead: Sendable, Hashable {
    let status: Int
    var headers: [HTTPRequest.Header] = []

    /// All values of a header.
    func values(_ name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name }.map(\.value)
    }

    /// What `Content-Length` announces; nil where the end is told in another way.
    ///
    /// - Throws: `protocolViolation`: it is no number, or two different ones; the body comes in a transfer coding beside
    ///   `chunked`.
    func announcedLength() throws(TransferError) -> Int64? {
        let codings = values("transfer-encoding")
        guard codings.allSatisfy({ $0.lowercased() == "chunked" }) else {
            throw TransferError(
                .protocolViolation,
                "the answer has a transfer coding beside chunked, which was not asked for"
            )
        }
        let lengths = Set(values("content-length"))
        guard let text = lengths.first else { return nil }
        guard lengths.count == 1, let length = Self.number(text) else {
            throw TransferError(.protocolViolation, "the answer's Content-Length is not one whole number")
        }
        return codings.isEmpty ? length : nil
    }

    /// Digits alone, at most 18 of them.
    static func number(_ text: some StringProtocol) -> Int64? {
        guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int64(text)
    }
}
