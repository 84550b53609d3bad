import NIOCore

/// What is known of how a connection gets on.
struct ConnectionWatch {
    enum Idleness { case fine, slowHead, idle }

    /// When it last had nothing to do.
    private var restsSince = NIODeadline.now()
    private var headSince: NIODeadline?
    private var bodySince = NIODeadline.now()
    private var bodyBytes = 0
    private var blockedSince: NIODeadline?
    private var blockedBytes = 0

    /// Bytes came that are no whole head.
    mutating func headBegins() { if headSince == nil { headSince = .now() } }

    /// A head has come.
    mutating func bodyBegins() {
        headSince = nil
        bodySince = .now()
        bodyBytes = 0
    }

    mutating func bodyBrings(_ count: Int) { bodyBytes += count }

    /// A request has come whole, or an answer has gone.
    mutating func rests() {
        restsSince = .now()
        headSince = nil
    }

    /// Whether a connection without a request has been so for too long.
    func idleness(_ now: NIODeadline, _ patience: Patience) -> Idleness {
        if let headSince { return now - headSince >= TimeAmount(patience.head) ? .slowHead : .fine }
        return now - restsSince >= TimeAmount(patience.idle) ? .idle : .fine
    }

    /// Whether a body that is waited for has brought too little; time in which nobody waits does not count.
    mutating func isStuck(readingBody isWaiting: Bool, _ now: NIODeadline, _ patience: Patience) -> Bool {
        guard isWaiting else {
            bodySince = now
            bodyBytes = 0
            return false
        }
        guard now - bodySince >= TimeAmount(patience.body) else { return false }
        defer {
            bodySince = now
            bodyBytes = 0
        }
        return bodyBytes < patience.bodyBytes
    }

    /// Whether a reader has taken too little of what waits for it.
    mutating func isStuck(writing buffered: Int, isWritable: Bool, _ now: NIODeadline, _ patience: Patience) -> Bool {
        guard !isWritable else {
            blockedSince = nil
            return false
        }
        guard let since = blockedSince else {
            blockedSince = now
            blockedBytes = buffered
            return false
        }
        guard now - since >= TimeAmount(patience.write) else { return false }
        defer {
            blockedSince = now
            blockedBytes = buffered
        }
        return blockedBytes - buffered < patience.bodyBytes
    }
}
