import Hummingbird
import Monitoring
import NIOCore

/// How far data was from training's, window by window.
struct DriftRoutes: RouteGroup {
    let board: Board

    func add(to router: Router<APIContext>) {
        router.get("/api/drift") { request, context in
            try context.require(.reader)
            return try drift(request)
        }
    }

    private func drift(_ request: Request) throws(Refusal) -> Response {
        guard let moment = board.moment else { throw Refusal.silent }
        let (binding, feature) = (request.query("binding"), request.query("feature"))
        let sections = moment.state.drift.filter { binding == nil || $0.binding == binding }
        guard binding == nil || !sections.isEmpty else {
            throw Refusal(
                .notFound,
                "there is no binding '\((binding ?? "").prefix(64))'; leave binding out for all"
            )
        }
        guard feature == nil || sections.contains(where: { $0.knows(feature) }) else {
            throw Refusal(
                .notFound,
                "no feature '\((feature ?? "").prefix(64))' is watched; leave feature out for all"
            )
        }
        return Response(fresh: ByteBuffer(bytes: JSONLine.encode(DriftExcerpt(sections, feature: feature))))
    }
}

extension DriftSection {
    fileprivate func knows(_ feature: String?) -> Bool {
        features.contains { $0.feature == feature } || history.features.contains { $0.feature == feature }
    }
}
