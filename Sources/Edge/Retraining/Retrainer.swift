import Foundation
import Logging
import MQTT

/// Sees orders for new models through: orders come in, words on what becomes of them go out.
///
/// Each order under way has a thread; further ones wait.
final class Retrainer: Sendable {
    /// Orders that wait at most.
    static let mostWaiting = 64
    /// Orders whose end is remembered.
    static let mostEnded = 256
    private struct State {
        var tell: (@Sendable (RetrainWord) -> Void)?
        var waiting: [RetrainOrder] = []
        var underWay: Set<String> = []
        /// How orders ended, the oldest first.
        var ended: [RetrainWord] = []
        var isStopping = false
    }

    private let way: any RetrainWay
    private let mostAtOnce: Int
    private let patience: Duration
    private let logger: Logger
    private let state = Guarded(State())
    private let threads = DispatchGroup()

    /// Makes one that does nothing yet.
    ///
    /// - Parameters:
    ///   - way: Who trains.
    ///   - mostAtOnce: Orders that are under way at a time.
    ///   - logger: Is told what happens.
    ///   - patience: Longest wait for what is under way when the process is to stop.
    init(_ way: any RetrainWay, mostAtOnce: Int, logger: Logger, patience: Duration = .seconds(5)) {
        self.way = way
        self.mostAtOnce = mostAtOnce
        self.logger = logger
        self.patience = patience
    }

    /// Begins; its words go to `tell`, which must not wait.
    func start(_ tell: @escaping @Sendable (RetrainWord) -> Void) {
        state.withLock { $0.tell = tell }
        startNext()
    }

    /// Hands over an order; it does not wait.
    ///
    /// One that is known is not begun again: where it has ended, that is told again.
    func post(_ order: RetrainOrder) {
        let answer: RetrainWord? = state.withLock { state in
            if let ended = state.ended.first(where: { $0.id == order.id }) { return ended }
            guard !state.isStopping, !state.underWay.contains(order.id),
                !state.waiting.contains(where: { $0.id == order.id })
            else { return nil }
            guard state.waiting.count < Self.mostWaiting else {
                let reason = "\(Self.mostWaiting) orders for new models wait already; see why none of them ends"
                return RetrainWord(id: order.id, outcome: .failed(reason: reason))
            }
            state.waiting.append(order)
            return nil
        }
        if let answer { self.tell(answer) }
        startNext()
    }

    /// Ends it in order: what is under way is taken up again when the order comes again after the next start.
    func stop() {
        state.withLock { state in
            state.isStopping = true
            state.waiting = []
        }
        guard threads.wait(timeout: .now() + .milliseconds(Int(patience.wholeMilliseconds))) == .timedOut else {
            return
        }
        logger.warning("retraining is still at work; the program ends without waiting for it")
    }

    /// What ties it to the loop's thread.
    var link: RetrainLink {
        RetrainLink(hasWay: true) { words in
            self.start { words.post($0) }
            return { self.post($0) }
        }
    }

    private func startNext() {
        let order: RetrainOrder? = state.withLock { state in
            guard state.tell != nil, !state.isStopping, state.underWay.count < mostAtOnce, !state.waiting.isEmpty else {
                return nil
            }
            let order = state.waiting.removeFirst()
            state.underWay.insert(order.id)
            return order
        }
        guard let order else { return }
        threads.enter()
        let thread = Thread { [self] in
            carryOut(order)
            threads.leave()
        }
        thread.name = "marram retrain"
        thread.start()
        startNext()
    }

    private func carryOut(_ order: RetrainOrder) {
        logger.info("retraining begins", metadata: ["order": "\(order.id)", "reason": "\(order.reason)"])
        way.carryOut(order, until: { [state] in state.withLock { $0.isStopping } }) { take($0) }
        state.withLock { _ = $0.underWay.remove(order.id) }
        startNext()
    }

    private func take(_ word: RetrainWord) {
        var facts: Logger.Metadata = ["order": "\(word.id)"]
        if let run = word.run { facts["run"] = "\(run)" }
        switch word.outcome {
        case .accepted: logger.info("retraining is accepted", metadata: facts)
        case .completed: logger.info("retraining is completed", metadata: facts)
        case .failed(let reason):
            facts["reason"] = "\(reason)"
            logger.error("retraining has failed", metadata: facts)
        }
        if word.outcome != .accepted {
            state.withLock { state in
                state.ended.append(word)
                if state.ended.count > Self.mostEnded { state.ended.removeFirst() }
            }
        }
        tell(word)
    }

    private func tell(_ word: RetrainWord) {
        state.withLock { $0.tell }?(word)
    }
}
