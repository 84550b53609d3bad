import Foundation
import Logging
import MQTT
import Models

/// Brings new models into service: what is asked for comes in as messages, what is to be told and done goes out as words.
///
/// It has a thread that decides, and one for each model with an update, which does what takes its time.
final class Updater: Sendable {
    /// Longest wait for work that is under way when the process is to stop.
    private static let patience = Duration.seconds(5)

    private let blueprint: UpdaterBlueprint
    private let queue = TimedQueue<UpdaterLoop.Message>()
    private let finished = DispatchSemaphore(value: 0)
    private let isStarted = Guarded(false)

    init(_ blueprint: UpdaterBlueprint) { self.blueprint = blueprint }

    /// Begins; its words go to `tell`, which must not wait.
    func start(_ tell: @escaping @Sendable (UpdaterWord) -> Void) {
        isStarted.withLock { $0 = true }
        let thread = Thread { [blueprint, queue, finished] in
            UpdaterLoop(blueprint, queue: queue, post: tell).run()
            finished.signal()
        }
        thread.name = "marram updater"
        thread.start()
    }

    /// Hands over a message.
    func post(_ message: UpdateMessage) { queue.add(.outside(message)) }

    /// Ends it in order: downloads go on at the next start, and a trial with the time that is left of it.
    func stop() {
        guard isStarted.withLock({ $0 }) else { return }
        post(.stop)
        let limit = DispatchTime.now() + .milliseconds(Int(Self.patience.wholeMilliseconds) + 2000)
        if finished.wait(timeout: limit) == .timedOut {
            blueprint.logger.warning("an update is still at work; the program ends without waiting for it")
        }
    }

    /// What ties it to the loop's thread.
    func link(allowsUnsigned: Bool, progress: [JobProgress], forgotten: [Name] = []) -> UpdateLink {
        let now = blueprint.clock.now().wall
        return UpdateLink(
            isEnabled: true,
            allowsUnsigned: allowsUnsigned,
            states: blueprint.courses.map { $0.state(trouble: nil, at: now) },
            progress: progress,
            forgotten: forgotten,
            connect: { words in
                self.start { words.post($0) }
                return { self.post($0) }
            }
        )
    }
}
