import Foundation

extension HTTPClient {
    /// Downloads a resource or a part of it with GET; pieces of at most 1 MiB go to `receive` as they come, on this thread,
    /// and never a byte more than was asked for and announced.
    ///
    /// The network is read on a thread of its own meanwhile. Status and headers are judged before the first piece. A server
    /// that would send the whole instead of what follows `offset`, or another resource than `ifRange` names, is told of by
    /// `isRestarted`. A refusal by the server (from status 300 on) is no error, but an outcome with its status and no bytes.
    /// `objection` says of the URL of a redirect why it may not be followed (`strayed`), or nil; it must not wait.
    public func download(
        _ request: HTTPRequest,
        range: DownloadRange = DownloadRange(),
        cancellation: Cancellation? = nil,
        objection: @escaping @Sendable (_ url: String) -> String? = { _ in nil },
        receive: (RawSpan) throws(TransferError) -> Void
    ) throws(TransferError) -> Download {
        try request.check(isRanged: true)
        let judge = try RangeJudge(range)
        // Ends the reading within a second also where nothing arrives that could be refused.
        let refusal = Cancellation()
        let watch = TransferWatch(options, cancellations: [cancellation, refusal])
        let relay = PieceRelay()
        let reading = Thread { [self] in relay.finish(read(request, judge, watch, relay, objection)) }
        reading.name = "download"
        reading.start()
        do throws(TransferError) {
            try Self.hand(relay, watch, to: receive)
        } catch {
            refusal.cancel()
            _ = relay.stop()
            throw error
        }
        return try relay.stop().get()
    }

    private static func hand(
        _ relay: PieceRelay,
        _ watch: TransferWatch,
        to receive: (RawSpan) throws(TransferError) -> Void
    ) throws(TransferError) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(PieceRelay.limit)
        while relay.take(into: &bytes) {
            try watch.checkTime()
            try receive(unsafe bytes.span.bytes)
        }
    }

    private func read(
        _ request: HTTPRequest,
        _ judge: RangeJudge,
        _ watch: TransferWatch,
        _ relay: PieceRelay,
        _ objection: @escaping @Sendable (String) -> String?
    ) -> Result<Download, TransferError> {
        let intake = DownloadIntake(judge, relay: relay)
        do throws(TransferError) {
            try transfer(request, added: judge.headers, to: intake, watch: watch, objection: objection)
            guard let outcome = intake.outcome else { throw TransferError.noAnswer }
            return .success(outcome)
        } catch {
            return .failure(error)
        }
    }
}
