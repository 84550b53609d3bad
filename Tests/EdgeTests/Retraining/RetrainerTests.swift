import Foundation
import Inference
import MQTT
import Support
import Storage
import Testing

@testable import Edge

@Suite("Orders for new models")
struct RetrainerTests {
    /// A way that waits until it is told how orders end.
    private final class FakeWay: RetrainWay {
        let begun = Watched<[String]>([])
        let underWay = Guarded(0)
        let mostUnderWay = Guarded(0)
        let ends = Guarded<Set<String>>([])
        let heedsStop: Bool
        private let condition = NSCondition()

        init(heedsStop: Bool = true) { self.heedsStop = heedsStop }

        func end(_ id: String) {
            ends.withLock { _ = $0.insert(id) }
            condition.withLock { condition.broadcast() }
        }

        func carryOut(
            _ order: RetrainOrder,
            until stop: @escaping @Sendable () -> Bool,
            tell: (RetrainWord) -> Void
        ) {
            let count = underWay.withLock { count in
                count += 1
                return count
            }
            mostUnderWay.withLock { $0 = max($0, count) }
            defer { underWay.withLock { $0 -= 1 } }
            tell(RetrainWord(id: order.id, outcome: .accepted))
            begun.change { $0.append(order.id) }
            condition.withLock {
                while !ends.withLock({ $0.contains(order.id) }), !(heedsStop && stop()) {
                    _ = condition.wait(until: Date(timeIntervalSinceNow: 0.02))
                }
            }
            if ends.withLock({ $0.contains(order.id) }) { tell(RetrainWord(id: order.id, outcome: .completed)) }
        }
    }

    /// Nothing is loaded here.
    private struct NoModels: ModelLoading {
        let runtimeVersion = "none"

        func load(_ model: Settings.ModelReference) throws(InferenceError) -> any InferenceSession {
            throw InferenceError(.modelMissing, "there are no models")
        }
    }

    private let way = FakeWay()
    private let words = Watched<[RetrainWord]>([])
    private let log = TestLog()

    private func start(mostAtOnce: Int) -> Retrainer {
        let retrainer = Retrainer(way, mostAtOnce: mostAtOnce, logger: log.logger)
        retrainer.start { [words] word in words.change { $0.append(word) } }
        return retrainer
    }

    @Test("[retrain-30] are seen through once, however often they come, and their end is told again")
    func once() async throws {
        let retrainer = start(mostAtOnce: 2)
        let order = try SampleOrder.order("a")
        retrainer.post(order)
        retrainer.post(order)
        try await way.begun.wait(for: "the order") { $0 == ["a"] }
        retrainer.post(order)
        way.end("a")
        let accepted = RetrainWord(id: "a", outcome: .accepted)
        let completed = RetrainWord(id: "a", outcome: .completed)
        try await words.wait(for: "its end") { $0 == [accepted, completed] }
        retrainer.post(order)
        try await words.wait(for: "its end again") { $0 == [accepted, completed, completed] }
        #expect(way.begun.value == ["a"])
        retrainer.stop()
    }

    @Test("[retrain-31] are under way a few at a time, the others wait in their order")
    func bounded() async throws {
        let retrainer = start(mostAtOnce: 2)
        let ids = ["a", "b", "c", "d"]
        for id in ids { retrainer.post(try SampleOrder.order(id)) }
        try await way.begun.wait(for: "two orders") { $0.count == 2 }
        for id in ids { way.end(id) }
        try await words.wait(for: "their ends") { $0.count { $0.outcome == .completed } == 4 }
        #expect(way.mostUnderWay.withLock { $0 } <= 2)
        #expect(Set(way.begun.value) == Set(ids) && Set(way.begun.value.prefix(2)) == ["a", "b"])
        retrainer.stop()
    }

    @Test("[retrain-31] beyond those that may wait fail at once")
    func tooMany() async throws {
        let retrainer = start(mostAtOnce: 1)
        retrainer.post(try SampleOrder.order("first"))
        try await way.begun.wait(for: "the first") { $0 == ["first"] }
        for number in 0...Retrainer.mostWaiting { retrainer.post(try SampleOrder.order("o\(number)")) }
        let failed = words.value.filter { if case .failed = $0.outcome { true } else { false } }
        #expect(failed.map(\.id) == ["o\(Retrainer.mostWaiting)"])
        retrainer.stop()
    }

    @Test("[retrain-32] are let go of when the program ends, without a last word")
    func stop() async throws {
        let retrainer = start(mostAtOnce: 1)
        for id in ["a", "b"] { retrainer.post(try SampleOrder.order(id)) }
        try await way.begun.wait(for: "the first") { $0 == ["a"] }
        retrainer.stop()
        #expect(way.underWay.withLock { $0 } == 0 && way.begun.value == ["a"])
        #expect(words.value == [RetrainWord(id: "a", outcome: .accepted)])
        retrainer.post(try SampleOrder.order("c"))
        #expect(way.begun.value == ["a"])
    }

    @Test("[retrain-32] that do not let go do not keep the program")
    func stubborn() async throws {
        let way = FakeWay(heedsStop: false)
        let retrainer = Retrainer(way, mostAtOnce: 1, logger: log.logger, patience: .milliseconds(50))
        retrainer.start { _ in }
        retrainer.post(try SampleOrder.order("a"))
        try await way.begun.wait(for: "the order") { $0 == ["a"] }
        retrainer.stop()
        #expect(log.all.last?.contains("still at work") == true)
        way.end("a")
    }

    @Test("[retrain-33] come by a link, whose words go to a mailbox")
    func link() async throws {
        let retrainer = Retrainer(way, mostAtOnce: 1, logger: log.logger)
        #expect(retrainer.link.hasWay && !RetrainLink.none.hasWay)
        let words = Mailbox<RetrainWord>(wakeup: try Wakeup())
        let post = retrainer.link.connect(words)
        post(try SampleOrder.order("a"))
        try await way.begun.wait(for: "the order") { $0 == ["a"] }
        #expect(words.drain() == [RetrainWord(id: "a", outcome: .accepted)])
        retrainer.stop()
    }

    @Test(
        "[retrain-33] have somebody who sees them through where the mode says so",
        arguments: [
            ("none", false), ("mqtt", false), ("airflow, airflow: {url: 'http://127.0.0.1:1', dag: d}", true),
            ("command, command: {run: [/bin/sh]}", true), ("local", true),
        ]
    )
    func modes(mode: String, hasWay: Bool) throws {
        let settings = try Settings.load(from: SettingsSamples.sources(file: "retrain: {mode: \(mode)}")).settings
        let component = EdgeComponent(settings: settings, logger: log.logger) { NoModels() }
        let folder = try TemporaryFolder()
        let database = try StateDatabase(directory: folder.path)
        #expect((try component.retrainer(database, nil) != nil) == hasWay)
        #expect((component.keptRows() != nil) == mode.hasPrefix("local"))
    }
}
