import Logging
import ServiceLifecycle

/// Services that run beside the node: from before it knows what serves, until it is to stop.
struct Companions: Service, CustomStringConvertible {
    private let group: ServiceGroup
    private let running: Task<Void, any Error>

    /// Starts them; none of them ends the others.
    init(_ services: [any Service], logger: Logger) {
        group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map {
                    ServiceGroupConfiguration.ServiceConfiguration(
                        service: $0,
                        successTerminationBehavior: .ignore,
                        failureTerminationBehavior: .ignore
                    )
                },
                logger: logger
            )
        )
        running = Task { [group] in try await group.run() }
    }

    /// What logs call it.
    var description: String { "companions" }

    /// Waits until they have ended; stops them, the last first, when the node is to stop.
    func run() async throws {
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await running.value
            } onGracefulShutdown: {
                Task { await group.triggerGracefulShutdown() }
            }
        } onCancel: {
            running.cancel()
        }
    }

    /// Ends them at once: there is nothing that they could run beside.
    func end() async {
        running.cancel()
        _ = await running.result
    }
}
