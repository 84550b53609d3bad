import Cryptography
import MQTT
import Storage
import Telemetry

/// The rows of a binding on their way to the disk: any thread adds them, and none waits for the disk.
final class RowJournal: Sendable {
    /// Bytes of rows above which they are handed on at once.
    static let blockBytes = 64 << 10
    /// The most bytes that wait for the disk; rows beyond are dropped.
    static let mostBytes = 1 << 20

    /// How many rows there were.
    struct Counts: Sendable, Hashable {
        /// Those that were taken.
        var taken = 0
        /// Those that were dropped: the disk takes nothing, or is too slow.
        var dropped = 0
    }

    private struct State {
        var block: RowBlock
        var waiting: [RowBlock] = []
        var waitingBytes = 0
        var counts = Counts()
        /// True when rows were dropped since the last one that was taken.
        var hasGap = false

        mutating func seal(_ form: RowForm) {
            guard block.count > 0 else { return }
            waitingBytes += block.byteCount
            waiting.append(block)
            block = RowBlock(form: form)
        }
    }

    let binding: Name
    let form: RowForm
    /// True: rows of open episodes count as any other.
    private let learnsFromAnomalies: Bool
    private let state: Guarded<State>
    private let isFull: @Sendable () -> Void

    /// Makes a journal; `isFull` is called when there is enough for the disk.
    init(
        binding: Name,
        form: RowForm,
        learnsFromAnomalies: Bool = false,
        isFull: @escaping @Sendable () -> Void
    ) {
        self.binding = binding
        self.form = form
        self.learnsFromAnomalies = learnsFromAnomalies
        self.isFull = isFull
        state = Guarded(State(block: RowBlock(form: form)))
    }

    /// Adds a row that is complete, after offset and scale; it does not wait for the disk.
    ///
    /// - Parameters:
    ///   - key: What tells the sender from others, as JSON.
    ///   - arrival: When it came in: rows are chosen by that.
    ///   - time: When it was measured, as windows have it.
    ///   - values: As many numbers as the binding has fields; they are kept as Float32, which is what the model gets.
    ///   - isAnomalous: True while an episode of the key is open: nothing is learnt from the row then.
    func append(key: [UInt8], arrival: Timestamp, time: Timestamp, values: [Double], isAnomalous: Bool) {
        let hasEnough = state.withLock { state in
            guard state.waitingBytes + state.block.byteCount < Self.mostBytes else {
                state.counts.dropped += 1
                state.hasGap = true
                return false
            }
            if state.hasGap {
                state.seal(form)
                state.block.beginsAnew = true
                state.hasGap = false
            }
            func add() -> RowBlock.Outcome {
                state.block.append(
                    key: key,
                    arrival: arrival.microseconds,
                    time: time.microseconds,
                    row: values.span,
                    isAnomalous: isAnomalous && !learnsFromAnomalies
                )
            }
            var outcome = add()
            if outcome == .elsewhere {
                state.seal(form)
                outcome = add()
            }
            if outcome == .taken { state.counts.taken += 1 } else { state.counts.dropped += 1 }
            guard state.block.byteCount >= Self.blockBytes else { return false }
            state.seal(form)
            return true
        }
        if hasEnough { isFull() }
    }

    /// How many rows there were.
    var counts: Counts { state.withLock { $0.counts } }

    /// Takes out what waits for the disk.
    func take() -> [RowBlock] {
        state.withLock { state in
            state.seal(form)
            defer { (state.waiting, state.waitingBytes) = ([], 0) }
            return state.waiting
        }
    }

    /// Notes that rows that were taken out came to nothing.
    func drop(_ rows: Int) {
        state.withLock { state in
            state.counts.dropped += rows
            state.counts.taken -= rows
        }
    }
}

extension RowForm {
    /// What the rows of a binding are: they outlive models, but not another meaning of their fields.
    init?(_ plan: ReadingPlan) {
        let fields = plan.fields.map { "\($0.name)\n\($0.path)\n\($0.offset)\n\($0.scale)" }.joined(separator: "\n\n")
        self.init(fields: plan.fields.count, digest: SHA256Digest(of: Array(fields.utf8)).bytes)
    }
}
