/// Sends requests and downloads files over HTTP and HTTPS, on the thread that asks; any number of threads may ask at once.
public final class HTTPClient: Sendable {
    let options: TransferOptions
    private let environment: [String: String]
    private let pool = LinePool()

    /// Makes a client; nothing is connected yet.
    ///
    /// In `environment`, `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` are looked up.
    public init(_ options: TransferOptions = TransferOptions(), environment: [String: String] = [:]) {
        self.options = options
        self.environment = environment
    }

    /// Sends a request, waits for the answer and returns it, whatever its status.
    ///
    /// The body may have `limit` bytes.
    public func send(
        _ request: HTTPRequest,
        limit: Int,
        cancellation: Cancellation? = nil
    ) throws(TransferError) -> HTTPResponse {
        try request.check(isRanged: false)
        let collector = BodyCollector(limit: limit, isHeadAlone: request.method == "HEAD")
        try transfer(request, added: [], to: collector, watch: TransferWatch(options, cancellations: [cancellation]))
        guard let head = collector.head else { throw TransferError.noAnswer }
        return HTTPResponse(status: head.status, headers: head.headers, body: collector.body)
    }

    /// Asks, and asks where redirects lead to, until the taker has its answer.
    ///
    /// The headers `added` go along to every origin. A sender gives the body instead of the request.
    func transfer(
        _ request: HTTPRequest,
        from sender: PartSender? = nil,
        added: [HTTPRequest.Header],
        to taker: any AnswerTaker,
        watch: TransferWatch,
        objection: @escaping (String) -> String? = { _ in nil }
    ) throws(TransferError) {
        try options.check()
        var trail = try RedirectTrail(request, limit: options.maximumRedirects, objection: objection)
        var watch = watch
        while true {
            let proxy = try ProxyChoice(options.proxy, isSecure: trail.address.isSecure, environment: environment)
            let receiver = CurlReceiver(taker, trail: trail, proxy: proxy, watch: watch)
            try exchange(
                request,
                from: sender,
                lines: CurlLines(Self.lines(trail.headers + added)),
                receiver: receiver,
                watch: &watch
            )
            guard let redirect = receiver.redirect else { return try taker.finish() }
            try trail.follow(redirect)
            watch.begin()
        }
    }

    private func exchange(
        _ request: HTTPRequest,
        from sender: PartSender?,
        lines: consuming CurlLines,
        receiver: CurlReceiver,
        watch: inout TransferWatch
    ) throws(TransferError) {
        let (address, proxy) = (receiver.trail.address, receiver.proxy)
        let failed = try pool.withLine { line throws(TransferError) -> TransferError? in
            try line.handle.prepare(request, from: sender, at: address, lines: lines, proxy: proxy, options: options)
            try line.handle.setReceiver(receiver)
            let failure = try line.run(receiver, watch: &watch)
            return failure.map { TransferError($0, at: address, proxy: proxy, options: options) }
        }
        if let failure = sender?.failure ?? receiver.failure { throw failure }
        if let failed { throw failed }
        guard receiver.hasAnswer else { throw TransferError.noAnswer }
    }

    /// Header lines in libcurl's form, and those of its own that are not to be sent.
    private static func lines(_ headers: [HTTPRequest.Header]) -> [String] {
        var lines = headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        lines.append("Expect:")
        if headers.first(named: "content-type") == nil { lines.append("Content-Type:") }
        return lines
    }
}
