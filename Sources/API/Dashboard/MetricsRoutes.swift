import Hummingbird
import Monitoring
import NIOCore

/// What Prometheus reads.
struct MetricsRoutes: RouteGroup {
    let board: Board

    func add(to router: Router<APIContext>) {
        router.get("/metrics") { _, context in
            try context.require(.reader)
            guard let moment = board.moment else { throw Refusal.silent }
            return Response(fresh: ByteBuffer(string: moment.state.metrics), contentType: Exposition.contentType)
        }
    }
}
