import Hummingbird
import Monitoring
import NIOCore

/// The event log, as JSON lines.
struct LogRoutes: RouteGroup {
    private static let mostEntries = 1000

    let board: Board

    func add(to router: Router<APIContext>) {
        router.get("/api/log") { request, context in
            try context.require(.reader)
            return try log(request)
        }
    }

    private func log(_ request: Request) throws(Refusal) -> Response {
        let limit = try request.number("limit", in: 1...Self.mostEntries, else: Self.mostEntries)
        let kinds = try kinds(request.list("kinds"))
        var after = 0
        if let text = request.query("after"), !text.isEmpty {
            guard let place = EventPlace(text, in: board) else {
                throw Refusal(.badRequest, "after is '\(text.prefix(40))', expected the id of an entry, such as 12-101")
            }
            after = place.number
        }
        let entries = board.events(after: after).events.lazy.compactMap { LogEntry($0, session: board.session) }
            .filter { kinds.contains($0.kind) }
        var bytes: [UInt8] = []
        for entry in Array(entries).suffix(limit) {
            bytes += entry.line
            bytes.append(UInt8(ascii: "\n"))
        }
        var headers: HTTPFields = [:]
        if request.query("download") == "1" {
            headers[.contentDisposition] = #"attachment; filename="marram-events.jsonl""#
        }
        return Response(fresh: ByteBuffer(bytes: bytes), contentType: "application/x-ndjson", headers: headers)
    }

    private func kinds(_ names: [String]?) throws(Refusal) -> Set<LogEntry.Kind> {
        guard let names else { return Set(LogEntry.Kind.allCases) }
        var kinds: Set<LogEntry.Kind> = []
        for name in names {
            guard let kind = LogEntry.Kind(rawValue: name) else {
                let known = LogEntry.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw Refusal(.badRequest, "there is no kind '\(name.prefix(40))', expected some of \(known)")
            }
            kinds.insert(kind)
        }
        return kinds
    }
}
