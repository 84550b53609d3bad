import Hummingbird
import Monitoring
import NIOCore
import OpenInference

/// What candidates answered otherwise than the models that serve.
///
/// Not part of the state: that is sent to every page each second, and this can be 8 times 24 KiB of a model.
struct CandidateRoutes: RouteGroup {
    let board: Board

    func add(to router: Router<APIContext>) {
        router.get("/api/disagreements") { request, context in
            try context.require(.reader)
            return try disagreements(request)
        }
    }

    private func disagreements(_ request: Request) throws(Refusal) -> Response {
        guard let moment = board.moment else { throw Refusal.silent }
        let name = request.query("model")
        let models = moment.state.models.filter { name == nil || $0.name == name }
        guard name == nil || !models.isEmpty else {
            throw Refusal(
                .notFound,
                "no model is called '\((name ?? "").prefix(64))'; leave model out for all that have a candidate"
            )
        }
        var bytes: [UInt8] = []
        bytes.appendRaw(#"{"models":["#)
        for (index, model) in models.filter({ $0.candidate?.stage != nil }).enumerated() {
            if index > 0 { bytes.appendRaw(",") }
            bytes.append(model)
        }
        bytes.appendRaw("]}")
        return Response(fresh: ByteBuffer(bytes: bytes))
    }
}

extension [UInt8] {
    /// Appends what a model's candidate answered otherwise, the newest first.
    fileprivate mutating func append(_ model: ModelSection) {
        appendRaw(#"{"model":"#)
        appendQuoted(model.name)
        appendText("version", model.version)
        appendText("candidate", model.candidate?.version)
        appendText("stage", model.candidate?.stage)
        appendRaw(#","disagreements":["#)
        for (index, disagreement) in (model.candidate?.disagreements ?? []).reversed().enumerated() {
            if index > 0 { appendRaw(",") }
            append(disagreement)
        }
        appendRaw("]}")
    }

    private mutating func append(_ disagreement: Disagreement) {
        appendRaw(#"{"n":"#)
        appendNumber(disagreement.number)
        appendText("time", disagreement.time)
        appendText("binding", disagreement.binding)
        appendNumber("largest_difference", disagreement.largestDifference)
        appendText("failure", disagreement.failure)
        appendMember("request", disagreement.request)
        appendMember("served", disagreement.served)
        appendMember("candidate", disagreement.candidate)
        appendRaw("}")
    }
}
