import Monitoring
import ServiceLifecycle

/// Brings the board's news to the event streams, and looks after those that are slow.
struct Courier: Service, CustomStringConvertible {
    /// The least time between two rounds: events are told that late at most.
    private static let pause = Duration.milliseconds(50)

    let board: Board
    let streams: EventStreams
    /// How long a client may take nothing.
    var patience = Duration.seconds(30)
    /// How long a client may hear nothing.
    var heartbeat = Duration.seconds(15)

    /// What logs call it; all that it is made from does not belong there.
    var description: String { "event streams" }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await carry() }
                group.addTask { await look() }
                await group.next()
                group.cancelAll()
            }
        }
        streams.end()
    }

    private func carry() async {
        var (sequence, prediction, event) = (0, board.latestPrediction, board.latestEvent)
        for await _ in board.news() {
            if !streams.isIdle {
                var topics: Set<StreamTopic> = []
                if let now = board.moment?.sequence, now != sequence {
                    sequence = now
                    topics.formUnion([.state, .metrics])
                }
                if board.latestPrediction != prediction { topics.insert(.predictions) }
                if board.latestEvent != event { topics.insert(.events) }
                (prediction, event) = (board.latestPrediction, board.latestEvent)
                streams.wake(topics)
            }
            guard await sleep(Self.pause) else { return }
        }
    }

    private func look() async {
        while await sleep(min(.seconds(1), heartbeat)) { streams.look(patience: patience, heartbeat: heartbeat) }
    }

    /// False where it is to end.
    private func sleep(_ time: Duration) async -> Bool {
        do {
            try await Task.sleep(for: time)
            return true
        } catch {
            return false
        }
    }
}
