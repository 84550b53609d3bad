/// Judges by status and headers whether an answer brings the bytes that a range asks for.
struct RangeJudge {
    enum Verdict: Sendable, Hashable {
        /// These bytes come; `wanted` nil: how many is not told.
        case take(wanted: Int64?, isCut: Bool)
        /// It would be something else than what follows the bytes that are there.
        case restarted
        /// The server says no.
        case refused
    }

    /// Names for what cannot be decoded and need not: `aws-chunked` is said by some stores of what came to them so.
    private static let plainCodings: Set<String> = ["", "identity", "aws-chunked"]

    let range: DownloadRange

    /// - Throws: `invalid`, where the range itself cannot be.
    init(_ range: DownloadRange) throws(TransferError) {
        let end = range.offset.addingReportingOverflow(range.length ?? 1)
        guard range.offset >= 0, (range.length ?? 1) > 0, !end.overflow, (range.total ?? 0) >= 0 else {
            throw TransferError(.invalid, "a download's offset, length or total is below 0 or empty")
        }
        guard range.offset == 0 || range.total.map({ range.offset < $0 }) ?? true else {
            throw TransferError(
                .invalid,
                "a download begins at byte \(range.offset) of \(range.total ?? 0); nothing is left to ask for"
            )
        }
        self.range = range
    }

    /// True when only a part of the resource is asked for.
    var isPart: Bool { range.offset > 0 || range.length != nil }

    /// The last byte that is wanted, counted from 0; nil: all there are.
    private var last: Int64? {
        let length = range.length.map { range.offset + $0 }
        guard let total = range.total else { return length.map { $0 - 1 } }
        return min(length ?? total, total) - 1
    }

    var headers: [HTTPRequest.Header] {
        guard isPart else { return [] }
        let end = range.length == nil ? "" : last.map(String.init) ?? ""
        let bytes = HTTPRequest.Header("Range", "bytes=\(range.offset)-\(end)")
        return [bytes] + (range.ifRange.map { [HTTPRequest.Header("If-Range", $0)] } ?? [])
    }

    /// - Throws: `protocolViolation`: another range than was asked for, fewer bytes than the whole has to have, an encoded
    ///   body; `tooLarge`: more than the whole has to have.
    func judge(_ head: ResponseHead) throws(TransferError) -> Verdict {
        guard head.status == 200 || head.status == 206 else {
            guard head.status >= 300 else {
                throw TransferError(
                    .protocolViolation,
                    "the server answers a download with \(head.status); expected 200 or 206"
                )
            }
            return .refused
        }
        guard head.values("content-encoding").allSatisfy({ Self.plainCodings.contains($0.lowercased()) }) else {
            throw TransferError(
                .protocolViolation,
                "the server sends the file encoded (Content-Encoding), which was not asked for"
            )
        }
        return try head.status == 200 ? judgeWhole(head) : judgePart(head)
    }

    /// The size of the whole, where an answer tells it.
    func total(_ head: ResponseHead) -> Int64? {
        switch head.status {
        case 200: try? head.announcedLength()
        case 206, 416: ContentRange(head)?.total
        default: nil
        }
    }

    private func judgeWhole(_ head: ResponseHead) throws(TransferError) -> Verdict {
        let announced = try head.announcedLength()
        guard range.offset == 0 else { return .restarted }
        try check(total: announced)
        let isChunked = !head.values("transfer-encoding").isEmpty
        guard let size = announced ?? range.total else {
            guard isChunked || range.length != nil else {
                throw TransferError(.protocolViolation, "the server does not tell how many bytes come")
            }
            return .take(wanted: range.length, isCut: range.length != nil)
        }
        guard let length = range.length, length < size else { return .take(wanted: size, isCut: false) }
        return .take(wanted: length, isCut: true)
    }

    private func judgePart(_ head: ResponseHead) throws(TransferError) -> Verdict {
        guard isPart, let part = ContentRange(head), let bytes = part.bytes else {
            throw TransferError(
                .protocolViolation,
                "the server sends a part (206) that was not asked for, or does not say which"
            )
        }
        if let known = range.ifRange, let etag = head.headers.first(named: "etag"), etag != known { return .restarted }
        try check(total: part.total)
        let end = last ?? part.total.map { $0 - 1 } ?? bytes.upperBound
        let wanted = min(end, part.total.map { $0 - 1 } ?? end)
        guard bytes.lowerBound == range.offset, bytes.upperBound == wanted else {
            throw TransferError(
                .protocolViolation,
                "the server sends bytes \(bytes.lowerBound) to \(bytes.upperBound); \(range.offset) to \(wanted) were asked for"
            )
        }
        let count = wanted - range.offset + 1
        if let announced = try head.announcedLength(), announced != count {
            throw TransferError(.protocolViolation, "the server announces \(announced) bytes for a range of \(count)")
        }
        return .take(wanted: count, isCut: false)
    }

    private func check(total: Int64?) throws(TransferError) {
        guard let total, let expected = range.total, total != expected else { return }
        throw TransferError(
            total > expected ? .tooLarge : .protocolViolation,
            "the server's file has \(total) bytes; expected \(expected)"
        )
    }
}
