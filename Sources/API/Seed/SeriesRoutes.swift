import HTTPTypes
public import Hummingbird
import NIOCore
public import OpenInference

/// Routes of the anomaly service: whether it lives, and a series of a CSV file with its anomalies.
public struct SeriesRoutes: RouteGroup {
    private let scoring: any SeriesScoring
    private let limit: Int

    /// Makes them.
    ///
    /// - Parameters:
    ///   - scoring: Finds anomalies.
    ///   - limit: Most bytes of a body, unpacked.
    public init(scoring: any SeriesScoring, limit: Int) {
        self.scoring = scoring
        self.limit = limit
    }

    /// Adds them to those that are served.
    public func add(to router: Router<APIContext>) {
        router.get("/status") { _, context in
            try context.require(.reader)
            return try Response(json: ["status": "available"])
        }
        router.post("/compute") { request, context in
            try context.require(.reader)
            return try await compute(request)
        }
    }

    private func compute(_ request: Request) async throws -> Response {
        let wanted = try PictureChoice(accept: request.headers[values: .accept])
        let query = try FormQuery(request.uri.query)
        let body = try await request.payload(upTo: limit)
        let form = try SeriesForm(Array(body.readableBytesView), contentType: request.headers[.contentType])
        let named = try query.text("model")
        if let named, let inForm = form.model, named != inForm {
            throw Refusal(.badRequest, "the URL names model '\(named)', the form '\(inForm)'; name one")
        }
        do {
            let scored = try await scoring.score(form.csv, model: named ?? form.model)
            guard wanted == .picture else { return try Response(json: SeriesDocument(scored)) }
            guard let picture = scored.picture else {
                throw Refusal(
                    .notAcceptable,
                    "nothing here can draw: the program marram-plot is not beside marram; "
                        + "ask for numbers by 'Accept: application/json'"
                )
            }
            return Response(
                status: .ok,
                headers: [.contentType: "image/png"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: try await picture()))
            )
        } catch let error as InferError {
            throw Refusal(error)
        }
    }
}
