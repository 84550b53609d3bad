/// Collects an answer's body up to a limit.
final class BodyCollector: AnswerTaker {
    private let limit: Int
    private let isHeadAlone: Bool
    private(set) var head: ResponseHead?
    private(set) var body: [UInt8] = []

    init(limit: Int, isHeadAlone: Bool) {
        self.limit = limit
        self.isHeadAlone = isHeadAlone
    }

    func begin(_ head: ResponseHead) throws(TransferError) {
        self.head = head
        guard !isHeadAlone, let length = try head.announcedLength() else { return }
        guard length <= limit else { throw tooLarge("announces \(length) bytes") }
        body.reserveCapacity(Int(length))
    }

    func take(_ piece: RawSpan) throws(TransferError) -> Bool {
        guard body.count + piece.byteCount <= limit else { throw tooLarge("goes on") }
        piece.append(to: &body)
        return true
    }

    func finish() {}

    private func tooLarge(_ what: String) -> TransferError {
        TransferError(.tooLarge, "the answer \(what), more than the \(limit) bytes that are allowed")
    }
}

extension RawSpan {
    func append(to bytes: inout [UInt8]) {
        unsafe withUnsafeBytes { buffer in unsafe bytes.append(contentsOf: buffer) }
    }
}
