/// Stands between libcurl, which calls it back, and whoever takes the answer; used by one thread.
final class CurlReceiver {
    private static let drainLimit = 64 * 1024

    private let taker: any AnswerTaker
    let trail: RedirectTrail
    let proxy: ProxyChoice
    private let watch: TransferWatch
    private let clock = ContinuousClock()
    private var reader = HeadReader()
    private var drained = 0
    /// Why it stopped; it is not libcurl that failed then.
    private(set) var failure: TransferError?
    /// True once nothing more is wanted.
    private(set) var isEnough = false
    /// The head of an answer that says where the right one is.
    private(set) var redirect: ResponseHead?
    private(set) var hasAnswer = false
    /// Bytes that came, heads included.
    private(set) var count: Int64 = 0
    /// How long whoever takes the bytes needed for them.
    private(set) var held = Duration.zero

    init(_ taker: any AnswerTaker, trail: RedirectTrail, proxy: ProxyChoice, watch: TransferWatch) {
        self.proxy = proxy
        self.taker = taker
        self.trail = trail
        self.watch = watch
    }

    /// Takes a line of the head; false stops the transfer.
    func takeLine(_ line: [UInt8]) -> Bool {
        count += Int64(line.count)
        return attempt { () throws(TransferError) -> Bool in
            guard let head = try reader.take(line) else { return true }
            hasAnswer = true
            if head.status == 407, let place = proxy.place {
                throw TransferError(
                    .proxy,
                    "the proxy \(place) wants a user and a password (407); give them in its URL"
                )
            }
            if trail.leadsOn(head) {
                redirect = head
            } else {
                try taker.begin(head)
            }
            return true
        }
    }

    /// Takes a piece of the body; false stops the transfer.
    func takePiece(_ piece: RawSpan) -> Bool {
        count += Int64(piece.byteCount)
        guard redirect == nil else { return drain(piece.byteCount) }
        let start = clock.now
        defer { held += clock.now - start }
        do throws(TransferError) {
            try watch.checkTime()
            isEnough = try !taker.take(piece)
        } catch {
            failure = error
        }
        return failure == nil && !isEnough
    }

    /// Reads a short body to its end, so that the connection can be used again.
    private func drain(_ bytes: Int) -> Bool {
        drained += bytes
        isEnough = drained > Self.drainLimit
        return !isEnough
    }

    private func attempt(_ body: () throws(TransferError) -> Bool) -> Bool {
        do throws(TransferError) {
            return try body()
        } catch {
            failure = error
            return false
        }
    }
}
