import Foundation
import Glibc
import Inference
import MQTT
import Monitoring

/// The thread that asks a shadow what the model that serves was asked; it gives way to all others.
final class ShadowWorker: Sendable {
    /// What has been counted.
    struct Figures: Sendable, Equatable {
        /// Answers that were held against the other's, those that failed included.
        var compared = 0
        var agreed = 0
        /// Copies that the candidate failed on, or does not take.
        var failed = 0
        /// Copies that found no room.
        var dropped = 0
        var largestDifference = 0.0
    }

    private struct State {
        var figures = Figures()
        var disagreements = Ring<Disagreement>(limit: Disagreement.most)
        var waiting = 0
        var waitingBytes = 0

        /// Counts what came of a copy.
        mutating func count(_ verdict: ShadowSample.Verdict, of sample: ShadowSample, _ found: Disagreement?) {
            waiting -= 1
            waitingBytes -= sample.byteCount
            figures.compared += 1
            if let found { disagreements.append(found) }
            switch verdict {
            case .failed: figures.failed += 1
            case .compared(let comparison, _):
                if comparison.agrees { figures.agreed += 1 }
                figures.largestDifference = max(figures.largestDifference, comparison.largestDifference)
            }
        }
    }

    /// Most copies that wait, and the bytes that they may have.
    private static let mostWaiting = 16
    private static let mostBytes = 16 << 20
    /// It rests so many times as long as it has run: it takes a fifth of a processor at most.
    private static let rest = 4
    private static let niceness: Int32 = 10

    private let state = Guarded(State())
    private let queue = JobQueue<ShadowSample>()
    private let isOver = DispatchSemaphore(value: 0)

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - name: the model's.
    ///   - version: the candidate's.
    ///   - session: what is asked.
    ///   - clock: says when two answers were compared.
    init(name: Name, version: String, session: any InferenceSession, clock: WallClock = .system) {
        let model = name.description
        let thread = Thread { [state, queue, isOver] in
            // For this thread alone; where it is not allowed the shadow is only less polite.
            _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness)
            while let sample = queue.next() {
                let start = ContinuousClock.now
                let verdict = sample.compare(with: session)
                // Nobody else counts comparisons.
                let number = state.withLock { $0.figures.compared } + 1
                let found = sample.disagreement(number, verdict, of: model, version: version, clock)
                state.withLock { $0.count(verdict, of: sample, found) }
                let took = (ContinuousClock.now - start).microseconds
                if isOver.wait(timeout: .now() + .microseconds(Self.rest * took)) == .success { return }
            }
        }
        thread.name = "shadow \(name)"
        thread.start()
    }

    /// What has been counted so far.
    var figures: Figures { state.withLock { $0.figures } }
    /// The latest copies that the two said different things of, the oldest first.
    var disagreements: [Disagreement] { state.withLock { $0.disagreements.elements } }
    /// True when one more copy would find no room.
    var isFull: Bool { state.withLock { $0.waiting >= Self.mostWaiting || $0.waitingBytes >= Self.mostBytes } }

    /// Counts a copy that found no room.
    func drop() { state.withLock { $0.figures.dropped += 1 } }

    /// Hands over a copy.
    func add(_ sample: ShadowSample) {
        state.withLock { state in
            state.waiting += 1
            state.waitingBytes += sample.byteCount
        }
        queue.add(sample)
    }

    /// Ends the thread after the run that it is at.
    func stop() {
        queue.end(dropping: true)
        isOver.signal()
    }
}
