import Hummingbird
import Monitoring
import NIOCore
import OpenInference

/// How the node stands, and how it stood: state, series, scores and samples.
struct StateRoutes: RouteGroup {
    let board: Board
    let sheet: StateSheet

    func add(to router: Router<APIContext>) {
        router.get("/api/state") { _, context in
            try context.require(.reader)
            guard let document = sheet.document() else { throw Refusal.silent }
            return Response(fresh: document.bytes)
        }
        router.get("/api/series") { request, context in
            try context.require(.reader)
            return try series(request)
        }
        router.get("/api/scores") { request, context in
            try context.require(.reader)
            return try scores(request)
        }
        router.get("/api/predictions") { request, context in
            try context.require(.reader)
            return try predictions(request)
        }
    }

    private func series(_ request: Request) throws(Refusal) -> Response {
        let text = request.query("span") ?? SeriesSpan.quarter.rawValue
        guard let span = SeriesSpan(rawValue: text) else {
            let known = SeriesSpan.allCases.map(\.rawValue).joined(separator: " or ")
            throw Refusal(.badRequest, "span is '\(text.prefix(40))', expected \(known)")
        }
        let names = request.list("names")
        guard let excerpt = board.series(names, span: span) else {
            let known = Set(board.seriesNames)
            let strange = names?.first { !known.contains($0) } ?? ""
            throw Refusal(
                .badRequest,
                "there is no series '\(strange.prefix(80))'; leave names out to get all, then take their names"
            )
        }
        return Response(fresh: ByteBuffer(bytes: JSONLine.encode(excerpt)))
    }

    private func scores(_ request: Request) throws(Refusal) -> Response {
        let binding = request.query("binding")
        guard let excerpt = board.scores(of: binding) else {
            throw Refusal(
                .notFound,
                "there is no binding '\((binding ?? "").prefix(64))' with a rule for anomalies; leave binding out for all"
            )
        }
        return Response(fresh: ByteBuffer(bytes: JSONLine.encode(excerpt)))
    }

    private func predictions(_ request: Request) throws(Refusal) -> Response {
        let limit = try request.number("limit", in: 1...Board.mostPredictions, else: 50)
        let (model, binding) = (request.query("model"), request.query("binding"))
        let wanted = board.predictions.reversed().lazy
            .filter { (model == nil || $0.model == model) && (binding == nil || $0.binding == binding) }.prefix(limit)
        var bytes: [UInt8] = []
        bytes.appendRaw(#"{"predictions":["#)
        for (index, sample) in wanted.enumerated() {
            if index > 0 { bytes.appendRaw(",") }
            bytes.append(sample)
        }
        bytes.appendRaw("]}")
        return Response(fresh: ByteBuffer(bytes: bytes))
    }
}
