extension HTTPClient {
    /// Sends a request whose body is a part of a file, waits for the answer and returns it, whatever its status.
    ///
    /// The body goes out with its length, read piece by piece; memory does not grow with it. A server that answers with an
    /// error before it has read all of it gets no more.
    ///
    /// - Parameters:
    ///   - request: PUT, POST or PATCH, without a body of its own.
    ///   - part: What is sent.
    ///   - limit: How many bytes the answer's body may have.
    ///   - cancellation: Ends it.
    ///   - onProgress: Called on this thread with how many bytes of the part were read to be sent; fewer than before
    ///     where they are sent once more. It must not wait.
    /// - Returns: The answer.
    /// - Throws: As `send`, and `changed` when the file is not as it was opened; the last bytes are not sent then.
    public func send(
        _ request: HTTPRequest,
        from part: FilePart,
        limit: Int,
        cancellation: Cancellation? = nil,
        onProgress: @escaping (_ bytes: Int64) -> Void = { _ in }
    ) throws(TransferError) -> HTTPResponse {
        try request.check(isRanged: false)
        guard ["PUT", "POST", "PATCH"].contains(request.method), request.body.isEmpty else {
            throw TransferError(
                .invalid,
                "a part of a file goes with PUT, POST or PATCH, and with no other body; this is a \(request.method)"
            )
        }
        try part.file.checkUnchanged()
        let collector = BodyCollector(limit: limit, isHeadAlone: false)
        try transfer(
            request,
            from: PartSender(part, onProgress: onProgress),
            added: [],
            to: collector,
            watch: TransferWatch(options, cancellations: [cancellation])
        )
        guard let head = collector.head else { throw TransferError.noAnswer }
        return HTTPResponse(status: head.status, headers: head.headers, body: collector.body)
    }
}
