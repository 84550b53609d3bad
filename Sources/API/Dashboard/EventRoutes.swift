import HTTPTypes
import Hummingbird
import Monitoring
import NIOCore
import ServiceLifecycle

/// The event stream.
struct EventRoutes: RouteGroup {
    /// A client that has heard nothing for so long is told that all is well.
    static let heartbeat = Duration.seconds(15)

    let streams: EventStreams
    var heartbeat = EventRoutes.heartbeat

    func add(to router: Router<APIContext>) {
        router.get("/api/events") { request, context in
            try context.require(.reader)
            return try open(request, context)
        }
    }

    private func open(_ request: Request, _ context: APIContext) throws(Refusal) -> Response {
        let topics = try topics(request.list("topics"))
        let place = try place(request)
        guard let client = streams.enter(topics, channel: context.channel) else {
            throw Refusal(
                .serviceUnavailable,
                "\(streams.limit) event streams are open already (limits.streams); close one, or raise the limit",
                headers: [.retryAfter: "5"]
            )
        }
        let cursor = streams.cursor(topics, after: place)
        let body = request.body
        return Response(
            status: .ok,
            headers: Self.headers,
            body: ResponseBody { writer in
                try await body.consumeWithInboundCloseHandler { _ in
                    try await withGracefulShutdownHandler {
                        try await tell(client, from: cursor, on: &writer)
                    } onGracefulShutdown: {
                        client.end()
                    }
                } onInboundClosed: {
                    client.end()
                }
                try await writer.finish(nil)
            }
        )
    }

    private static var headers: HTTPFields {
        var headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store", .connection: "close"]
        // A proxy must not collect what is to be seen at once.
        if let name = HTTPField.Name("X-Accel-Buffering") { headers[name] = "no" }
        return headers
    }

    private func tell(
        _ client: StreamClient,
        from start: StreamCursor,
        on writer: inout any ResponseBodyWriter
    ) async throws {
        var cursor = start
        let topics = start.topics
        client.beginWriting()
        try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
        client.endWriting()
        client.wake()
        for await _ in client.signals {
            var frames = streams.news(&cursor)
            if frames.isEmpty {
                guard client.silence >= heartbeat else { continue }
                frames = [ByteBuffer(string: ":\n\n")]
            }
            client.beginWriting()
            try await writer.write(contentsOf: frames)
            client.endWriting()
            // Where not all of it was told the rest follows at once.
            if topics.contains(.events), cursor.event < streams.board.latestEvent { client.wake() }
        }
    }

    private func topics(_ names: [String]?) throws(Refusal) -> Set<StreamTopic> {
        guard let names else { return Set(StreamTopic.allCases) }
        var topics: Set<StreamTopic> = []
        for name in names {
            guard let topic = StreamTopic(rawValue: name) else {
                let known = StreamTopic.allCases.map(\.rawValue).joined(separator: ", ")
                throw Refusal(.badRequest, "there is no topic '\(name.prefix(40))', expected some of \(known)")
            }
            topics.insert(topic)
        }
        return topics
    }

    /// What the client has seen last; nil: he does not say.
    private func place(_ request: Request) throws(Refusal) -> EventPlace? {
        let header = HTTPField.Name("Last-Event-ID").flatMap { request.headers[$0] }
        guard let text = header ?? request.query("last_event_id"), !text.isEmpty else { return nil }
        guard let place = EventPlace(text, in: streams.board) else {
            throw Refusal(.badRequest, "Last-Event-ID is none of this stream's; expected one such as 12-101, or none")
        }
        return place
    }
}
