public import Monitoring
public import ServiceLifecycle

/// Looks once a second at what the machine and this process take, and tells a board.
public struct MachineWatch: Service, CustomStringConvertible {
    private static let interval = Duration.seconds(1)

    private let board: Board
    private let dataDirectory: String

    /// Makes one; `dataDirectory` lies on the disk whose room is told.
    public init(board: Board, dataDirectory: String) {
        self.board = board
        self.dataDirectory = dataDirectory
    }

    /// What logs call it; all that it is made from does not belong there.
    public var description: String { "machine watch" }

    /// Looks until it is told to stop.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            var glance = MachineGlance(dataDirectory: dataDirectory)
            while !Task.isCancelled {
                let (system, isSynchronised) = glance.look()
                board.note(system, isClockSynchronised: isSynchronised)
                do {
                    try await Task.sleep(for: Self.interval)
                } catch {
                    // It is to end.
                    return
                }
            }
        }
    }
}
