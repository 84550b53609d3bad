package import Monitoring
public import ServiceLifecycle

/// What a node tells, over HTTP: state, series, samples, events and metrics; and a person's word on models.
public struct Dashboard: Sendable {
    /// The routes that are served.
    public let routes: [any RouteGroup]
    /// Brings news to event streams; it is to run beside the server.
    public let courier: any Service

    /// Makes one.
    ///
    /// - Parameters:
    ///   - board: where the node tells how it does.
    ///   - control: takes a person's word on models.
    ///   - mostStreams: event streams that may be open at once.
    package init(board: Board, control: any ModelControl, mostStreams: Int) {
        let sheet = StateSheet(board)
        let streams = EventStreams(board, sheet: sheet, limit: mostStreams)
        courier = Courier(board: board, streams: streams)
        routes = [
            StateRoutes(board: board, sheet: sheet), LogRoutes(board: board), EventRoutes(streams: streams),
            ControlRoutes(control: control), MetricsRoutes(board: board), CandidateRoutes(board: board),
            DriftRoutes(board: board),
        ]
    }
}
