import NIOCore
import NIOHTTP1

/// Stands between the HTTP parser of one connection and what answers: refuses what is malformed, answers for a client that
/// is owed a word before the connection ends, and ends connections whose clients are too slow.
final class ConnectionGate: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// A request that was passed on and whose answer has not ended.
    private struct Asked {
        /// Whether it was HTTP/1.0, whose answers end with the connection.
        let isOld: Bool
        let endsConnection: Bool
    }

    /// How the connection goes on.
    private enum Course {
        case serving
        /// What comes is thrown away; this is said once what was asked before has been answered.
        case refusing(HTTPResponseStatus, String)
        /// The last answer is under way; what comes is thrown away.
        case lastAnswer
        /// All is said; what comes, and what would be said, is thrown away until then.
        case lingering(until: NIODeadline)
    }

    private let patience: Patience
    private let bodyLimit: Int
    private let admission: ConnectionLedger.Admission
    private var course = Course.serving
    private var asked: [Asked] = []
    /// True while the rest of a request that was passed on is still to come.
    private var isReadingBody = false
    private var isAnswering = false
    private var isQuiescing = false
    /// True while more is wanted from the client.
    private var isWaiting = false
    private var watch = ConnectionWatch()
    private var look: Scheduled<Void>?

    init(patience: Patience, bodyLimit: Int, admission: ConnectionLedger.Admission) {
        self.patience = patience
        self.bodyLimit = bodyLimit
        self.admission = admission
        asked.reserveCapacity(2)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        schedule(context)
        if context.channel.isActive { greet(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        look?.cancel()
        look = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        greet(context)
    }

    private func greet(_ context: ChannelHandlerContext) {
        switch admission {
        case .served: break
        case .refused(let reason): refuse(.serviceUnavailable, reason, context)
        case .dropped: context.close(promise: nil)
        }
    }

    // MARK: what comes

    func read(context: ChannelHandlerContext) {
        isWaiting = true
        context.read()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isWaiting = false
        context.fireChannelReadComplete()
    }

    /// Bytes come that may be a head, or its beginning.
    func bytesCome() { if asked.isEmpty { watch.headBegins() } }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .serving = course else { return }
        switch unwrapInboundIn(data) {
        case .head(let head): take(head, context)
        case .body(let bytes):
            watch.bodyBrings(bytes.readableBytes)
            context.fireChannelRead(data)
        case .end:
            isReadingBody = false
            watch.rests()
            context.fireChannelRead(data)
            if asked.last?.endsConnection ?? false { course = .lastAnswer }
        }
    }

    private func take(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        if let (status, reason) = RequestHeadRule(bodyLimit: bodyLimit).refusal(of: head) {
            return refuse(status, reason, context)
        }
        if case .served(let bucket?) = admission, !bucket.take() {
            return refuse(.tooManyRequests, "too many requests from here in a second; wait, and send fewer", context)
        }
        let isOld = head.version != .http1_1
        // After one that asks for another protocol the parser takes no more.
        let isOther = head.method == .CONNECT || head.headers.contains(name: "Upgrade")
        asked.append(Asked(isOld: isOld, endsConnection: isOld || isOther || !head.isKeepAlive))
        isReadingBody = true
        watch.bodyBegins()
        if asked.count == 1, head.headers.contains(name: "Expect") {
            let goOn = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(goOn)), promise: nil)
        }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let malformed = error as? HTTPParserError else { return context.fireErrorCaught(error) }
        guard case .serving = course else { return tellOfCut(context) }
        let (status, reason) = RequestHeadRule.refusal(of: malformed)
        refuse(status, reason, context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        tellOfCut(context)
        context.fireChannelInactive()
    }

    /// Has whoever waits for the rest of a body know that it does not come: an end would look like its end.
    private func tellOfCut(_ context: ChannelHandlerContext) {
        guard isReadingBody else { return }
        isReadingBody = false
        context.fireErrorCaught(HTTPParserError.invalidEOFState)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { isQuiescing = true }
        if case ChannelEvent.inputClosed = event, case .lingering = course {
            context.close(promise: nil)
        }
        context.fireUserInboundEventTriggered(event)
    }

    // MARK: what goes

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .lingering = course {
            promise?.succeed()
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(let head):
            begin(head, context, promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            end(data, context, promise)
        }
    }

    private func begin(_ head: HTTPResponseHead, _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
        isAnswering = true
        var head = head
        let isOld = asked.first?.isOld ?? false
        // What of a body has not come by now is not waited for.
        if asked.count <= 1, isReadingBody, case .serving = course { course = .lastAnswer }
        if isOld { head.version = .http1_0 }
        if isLast { head.headers.replaceOrAdd(name: "Connection", value: "close") }
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }

    private func end(_ data: NIOAny, _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
        let wasLast = isLast
        isAnswering = false
        if !asked.isEmpty { asked.removeFirst() }
        watch.rests()
        if wasLast {
            let done = promise ?? context.eventLoop.makePromise()
            context.write(data, promise: done)
            linger(after: done.futureResult, context)
        } else {
            context.write(data, promise: promise)
            if asked.isEmpty, case .refusing(let status, let reason) = course { say(status, reason, context) }
        }
    }

    /// Whether the answer that is under way is the connection's last.
    private var isLast: Bool {
        guard asked.count <= 1 else { return false }
        switch course {
        case .lastAnswer: return true
        case .serving: return isQuiescing || asked.first?.endsConnection ?? false
        case .refusing, .lingering: return false
        }
    }

    // MARK: the end

    /// Says why nothing more is taken, in its turn, and ends the connection.
    private func refuse(_ status: HTTPResponseStatus, _ reason: String, _ context: ChannelHandlerContext) {
        guard isReadingBody else {
            // It is about a request that was not passed on.
            if asked.isEmpty { say(status, reason, context) } else { course = .refusing(status, reason) }
            return
        }
        // It is about the last one that was: it is answered here, unless that has begun or another's turn is first.
        if asked.count == 1, !isAnswering { say(status, reason, context) } else { course = .lastAnswer }
        tellOfCut(context)
    }

    private func say(_ status: HTTPResponseStatus, _ reason: String, _ context: ChannelHandlerContext) {
        let body = ByteBuffer(string: "{\"error\":\(JSONText.literal(reason))}")
        var headers: HTTPHeaders = [
            "Content-Type": "application/json", "Content-Length": "\(body.readableBytes)", "Connection": "close",
        ]
        if status == .tooManyRequests || status == .serviceUnavailable { headers.add(name: "Retry-After", value: "1") }
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        let done = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: done)
        asked = []
        linger(after: done.futureResult, context)
    }

    private func linger(after written: EventLoopFuture<Void>, _ context: ChannelHandlerContext) {
        course = .lingering(until: .now() + TimeAmount(patience.linger))
        written.assumeIsolated().whenComplete { _ in context.close(mode: .output, promise: nil) }
    }

    // MARK: time

    private func schedule(_ context: ChannelHandlerContext) {
        look = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(patience.look)) {
            self.check(context)
            self.schedule(context)
        }
    }

    private func check(_ context: ChannelHandlerContext) {
        let now = NIODeadline.now()
        if case .lingering(let end) = course {
            if now >= end { context.close(promise: nil) }
            return
        }
        let buffered = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        if watch.isStuck(writing: buffered, isWritable: context.channel.isWritable, now, patience) {
            return context.close(promise: nil)
        }
        if isReadingBody {
            guard watch.isStuck(readingBody: isWaiting, now, patience) else { return }
            let bytes = patience.bodyBytes
            refuse(.requestTimeout, "the body comes too slowly; at least \(bytes) bytes in \(patience.body)", context)
        } else if asked.isEmpty {
            switch watch.idleness(now, patience) {
            case .fine: break
            case .slowHead: refuse(.requestTimeout, "the head comes too slowly; at most \(patience.head)", context)
            case .idle: context.close(promise: nil)
            }
        }
    }
}
