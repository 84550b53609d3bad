import API
import Edge
import Foundation
import Logging
import Monitoring
import OpenInference
import ServiceLifecycle

/// What serves HTTP beside the node, and what the two say to each other.
struct HTTPFront {
    private let door = NodeDoor()
    private let models = NodeModels()
    private let operators = OperatorLine()
    private let board = Board(session: Int(Date().timeIntervalSince1970))

    /// Makes the node with what serves HTTP, where that is not switched off.
    func component(
        _ settings: Settings,
        _ logger: Logger,
        makeLoader: @escaping @Sendable () throws -> any ModelLoading
    ) -> EdgeComponent {
        guard settings.api.enabled else {
            return EdgeComponent(settings: settings, logger: logger, makeLoader: makeLoader)
        }
        return EdgeComponent(
            settings: settings,
            companions: services(settings, logger),
            door: door,
            board: board,
            operators: operators,
            models: models,
            logger: logger,
            makeLoader: makeLoader
        )
    }

    private func services(_ settings: Settings, _ logger: Logger) -> [any Service] {
        let dashboard = Dashboard(board: board, control: operators, mostStreams: settings.limits.streams)
        let routes = dashboard.routes + routes(settings)
        return [
            MachineWatch(board: board, dataDirectory: settings.dataDirectory), dashboard.courier,
            APIServer(settings: APISettings(settings), routes: routes, logger: logger),
        ]
    }

    private func routes(_ settings: Settings) -> [any RouteGroup] {
        let limits = RequestLimits(
            bytes: settings.limits.httpBody,
            elements: settings.limits.elements,
            depth: settings.limits.jsonDepth
        )
        return [
            InferenceRoutes(
                models: door,
                version: MarramVersion.current,
                limits: limits,
                nonFinite: settings.inference.nonFinite
            ),
            AgentRoutes(sourcing: models), PredictionRoutes(models: door),
            SeriesRoutes(scoring: SeriesDesk(shelf: models, serving: door), limit: settings.limits.httpBody),
        ]
    }
}
