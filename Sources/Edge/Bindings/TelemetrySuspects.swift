import Cryptography
import MQTT
import OpenInference
import Storage

/// Telemetry that was delivered before, when the program died: it is noted on disk before it runs.
///
/// What comes behind it on its lane waits behind it, so that the readings of a key stay in order.
final class TelemetrySuspects {
    private struct Suspect {
        let intake: TelemetryIntake
        let topic: String
        let payload: [UInt8]
        let hold: SharedHold?
        let digest: SHA256Digest
        let history: RequestHistory?
    }

    /// Most messages that run as a group.
    private static let groupLimit = 64

    private let node: Node
    private let judge: Judge
    private let poison: PoisonRule
    private var waiting: [Suspect] = []
    /// True while suspects run.
    private(set) var areRunning = false

    init(node: Node, judge: Judge, poison: PoisonRule) {
        self.node = node
        self.judge = judge
        self.poison = poison
    }

    /// True while suspects wait.
    var areWaiting: Bool { !waiting.isEmpty }
    /// True when the last session ended without a word.
    var isActive: Bool { poison.isActive }

    /// Takes a message that is suspect, or stands behind one; false: it can run as any other.
    func take(_ head: MessageHead, payload: RawSpan, for intake: TelemetryIntake, hold: SharedHold?) -> Bool {
        guard poison.isActive, let hold else { return false }
        guard head.redelivered || waiting.contains(where: { $0.intake === intake }) else { return false }
        let copy = Array(copying: payload)
        var hasher = SHA256Hasher()
        hasher.update(Array("\(intake.binding.name)\0\(head.topic)\0".utf8))
        hasher.update(copy)
        let digest = hasher.finish()
        node.counters.suspects += 1
        waiting.append(
            Suspect(
                intake: intake,
                topic: head.topic,
                payload: copy,
                hold: hold,
                digest: digest,
                history: poison.history(of: digest)
            )
        )
        return true
    }

    /// Lets the next ones through, noted on disk; call it when nothing else runs.
    func admit() {
        guard let first = waiting.first else { return }
        if let history = first.history, history.exitsAlone >= PoisonRule.limit {
            refuse(waiting.removeFirst(), exits: history.exitsAlone)
            return
        }
        let runsAlone = first.history != nil
        let group = runsAlone ? waiting.prefix(1) : waiting.prefix(Self.groupLimit).prefix { $0.history == nil }
        waiting.removeFirst(group.count)
        poison.begin(group.map(\.digest))
        areRunning = true
        for suspect in group {
            unsafe suspect.intake.take(topic: suspect.topic, payload: suspect.payload.span.bytes, hold: suspect.hold)
            suspect.hold?.release()
        }
    }

    /// Says that those so far did no harm.
    func areDone() {
        areRunning = false
        poison.end()
    }

    private func refuse(_ suspect: Suspect, exits: Int) {
        let binding = suspect.intake.binding
        binding.statistics.rejected += 1
        // What killed may be a reading before it that stands in the same window.
        binding.restartWindows()
        let error = InferError(
            .internal,
            "the program died \(exits) times while it ran this message; it does not run it again"
        )
        judge.tell(error, of: suspect.topic, binding)
        suspect.hold?.release()
    }
}
