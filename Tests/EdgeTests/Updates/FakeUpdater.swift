import MQTT
import Models
import Support

@testable import Edge

/// Stands for the updater: keeps what it is sent, and says what the test wants.
final class FakeUpdater: Sendable {
    /// All that came.
    let messages = Watched<[UpdateMessage]>([])
    private let words = Guarded<Mailbox<UpdaterWord>?>(nil)
    /// What is answered to a message at once.
    private let answer: @Sendable (UpdateMessage) -> [UpdaterWord]

    /// Makes one that answers at once what `answer` returns.
    init(_ answer: @escaping @Sendable (UpdateMessage) -> [UpdaterWord] = { _ in [] }) { self.answer = answer }

    /// What a node is given.
    func link(
        states: [ModelState] = [],
        progress: [JobProgress] = [],
        allowsUnsigned: Bool = false,
        forgotten: [Name] = []
    ) -> UpdateLink {
        UpdateLink(
            isEnabled: true,
            allowsUnsigned: allowsUnsigned,
            states: states,
            progress: progress,
            forgotten: forgotten
        ) { [self] box in
            words.withLock { $0 = box }
            return { [self] message in
                messages.change { $0.append(message) }
                for word in answer(message) { say(word) }
            }
        }
    }

    /// Says something to the node.
    func say(_ word: UpdaterWord) { words.withLock { $0 }?.post(word) }

    /// The update commands that came, with their numbers.
    var installs: [(command: InstallCommand, number: Int)] {
        messages.value.compactMap { message in
            if case .install(let command, let number?) = message { (command, number) } else { nil }
        }
    }

    /// Waits for that many messages; returns them.
    @discardableResult
    func wait(_ count: Int) async throws -> [UpdateMessage] {
        try await messages.wait(for: "\(count) messages to the updater") { $0.count >= count }
    }
}
