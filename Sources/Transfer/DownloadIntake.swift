/// Hands the bytes of a download on, and sees to it that they are those that were asked for and not one more.
final class DownloadIntake: AnswerTaker {
    private static let errorLimit = 64 * 1024

    private let judge: RangeJudge
    private let relay: PieceRelay
    private var verdict = RangeJudge.Verdict.refused
    private var head: ResponseHead?
    private var received: Int64 = 0
    private var errorBody: [UInt8] = []

    init(_ judge: RangeJudge, relay: PieceRelay) {
        self.judge = judge
        self.relay = relay
    }

    func begin(_ head: ResponseHead) throws(TransferError) {
        verdict = try judge.judge(head)
        self.head = head
    }

    func take(_ piece: RawSpan) throws(TransferError) -> Bool {
        switch verdict {
        case .restarted: return false
        case .refused: return keepError(piece)
        case .take(let wanted, let isCut): return try hand(piece, wanted: wanted, isCut: isCut)
        }
    }

    func finish() throws(TransferError) {
        guard case .take(let wanted?, _) = verdict, received < wanted else { return }
        throw TransferError(.protocolViolation, "the server ended after \(received) of \(wanted) bytes")
    }

    /// How it went; nil before there was an answer.
    var outcome: Download? {
        guard let head else { return nil }
        return Download(
            status: head.status,
            etag: head.headers.first(named: "etag"),
            total: judge.total(head),
            received: received,
            isRestarted: verdict == .restarted,
            headers: head.headers,
            errorBody: errorBody
        )
    }

    private func keepError(_ piece: RawSpan) -> Bool {
        let room = Self.errorLimit - errorBody.count
        piece.extracting(first: min(room, piece.byteCount)).append(to: &errorBody)
        return errorBody.count < Self.errorLimit
    }

    private func hand(_ piece: RawSpan, wanted: Int64?, isCut: Bool) throws(TransferError) -> Bool {
        guard let wanted else {
            received += Int64(piece.byteCount)
            return relay.put(piece)
        }
        let room = wanted - received
        guard Int64(piece.byteCount) <= room || isCut else {
            throw TransferError(
                .tooLarge,
                "the server sends more than the \(wanted) bytes that it announced or was asked for"
            )
        }
        let count = min(room, Int64(piece.byteCount))
        received += count
        guard count == 0 || relay.put(piece.extracting(first: Int(count))) else { return false }
        return !(isCut && received == wanted)
    }
}
