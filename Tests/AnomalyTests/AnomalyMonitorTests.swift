import Anomaly
import Telemetry
import Testing

@Suite struct AnomalyMonitorTests {
    private static func rule(_ random: inout Numbers) throws -> AnomalyRule {
        try AnomalyRule(
            smooth: 1 + random.next(4),
            threshold: 1,
            onAfter: 1 + random.next(4),
            offAfter: 1 + random.next(5),
            offRatio: [1, 0.7][random.next(2)]
        )
    }

    @Test("in other units its verdicts are the same", arguments: [0.01, 1, 3, 1e6])
    func rescaled(factor: Double) throws {
        func rule(_ threshold: Double) throws -> AnomalyRule {
            try AnomalyRule(smooth: 3, threshold: threshold, onAfter: 2, offAfter: 2, offRatio: 0.5)
        }
        let (one, other) = (try rule(1), try rule(factor))
        let scores = [0.5, 2, 3, 3, 0.25, 4, 0.125, 0, 0, 0, 0]
        for swap in scores.indices {
            var (plain, swapped) = (AnomalyMonitor(), AnomalyMonitor())
            for (index, score) in scores.enumerated() {
                if index == swap { swapped.rescale(by: factor) }
                let time = Timestamp(microseconds: Int64(index))
                let expected = plain.add(score, at: time, rule: one)
                let found =
                    index < swap
                    ? swapped.add(score, at: time, rule: one) : swapped.add(score * factor, at: time, rule: other)
                #expect(found.isAnomalous == expected.isAnomalous, "swapped at \(swap), at \(index)")
            }
        }
    }

    @Test("a factor that is none changes nothing", arguments: [0, -1, .nan, .infinity])
    func unusable(factor: Double) throws {
        let rule = try AnomalyRule(smooth: 1, threshold: 1)
        var monitor = AnomalyMonitor()
        _ = monitor.add(2, at: Timestamp(microseconds: 1), rule: rule)
        monitor.rescale(by: factor)
        #expect(monitor.score == 2 && monitor.episode?.peak == 2)
    }

    @Test(
        "[anomaly-5][anomaly-7][anomaly-8][anomaly-9] verdicts are those of the scores' whole history",
        arguments: 0..<80
    )
    func agreesWithNaive(seed: UInt64) throws {
        var random = Numbers(seed: seed)
        let rule = try Self.rule(&random)
        var monitor = AnomalyMonitor()
        var naive = NaiveMonitor(rule: rule)
        var level = 0.5
        for step in 0..<400 {
            if random.next(15) == 0 { level = random.unit() * 2 }
            if random.next(60) == 0 {
                #expect(NaiveMonitor.Change(monitor.restart()) == naive.restart())
                continue
            }
            let time = Timestamp(microseconds: Int64(step) * 1000)
            let score = level + random.unit() * 0.2
            let verdict = monitor.add(score, at: time, rule: rule)
            let expected = naive.add(score, at: time)
            #expect(abs(verdict.score - expected.score) < 1e-12)
            #expect(verdict.isAnomalous == expected.isAnomalous)
            #expect(NaiveMonitor.Change(verdict.change) == expected.change)
            #expect(verdict.threshold == 1)
        }
    }

    @Test("[anomaly-7] every episode is opened once and closed once, in turn", arguments: 0..<20)
    func pairs(seed: UInt64) throws {
        var random = Numbers(seed: seed &+ 1000)
        let rule = try Self.rule(&random)
        var monitor = AnomalyMonitor()
        var open = false
        var opened = 0
        for step in 0..<2000 {
            let verdict = monitor.add(random.unit() * 2, at: Timestamp(microseconds: Int64(step)), rule: rule)
            switch verdict.change {
            case .opened(let episode):
                #expect(!open && verdict.isAnomalous && episode.ended == nil && episode.samples == rule.onAfter)
                open = true
                opened += 1
            case .closed(let episode):
                #expect(open && !verdict.isAnomalous && episode.ended != nil && episode.ending == .recovered)
                open = false
            case .none: #expect(verdict.isAnomalous == open)
            }
        }
        #expect(opened > 0)
    }

    @Test("[anomaly-11] saved and restored anywhere, the verdicts that follow are the same", arguments: 0..<40)
    func survives(seed: UInt64) throws {
        var random = Numbers(seed: seed &+ 2000)
        let rule = try Self.rule(&random)
        let shape = try WindowShape(size: 1 + random.next(6), stride: 1 + random.next(3), maximalGapSeconds: 5)
        var buffer = WindowBuffer(shape: shape, fields: 2)
        var monitor = AnomalyMonitor()
        var revived = (buffer: buffer, monitor: monitor)
        for step in 0..<200 {
            if random.next(10) == 0 { revived = try Self.revive(revived.buffer, revived.monitor) }
            let row = [random.unit(), random.unit() * 2]
            let time = Timestamp(microseconds: Int64(step) * 1_000_000)
            let complete = buffer.add(row, at: time)
            #expect(revived.buffer.add(row, at: time) == complete)
            guard complete else { continue }
            var windows: [[Float]] = [[], []]
            buffer.append(to: &windows[0])
            revived.buffer.append(to: &windows[1])
            #expect(windows[0] == windows[1])
            let score = Double(windows[0].reduce(0, +)) / Double(shape.size)
            let verdict = monitor.add(score, at: time, rule: rule)
            #expect(revived.monitor.add(score, at: time, rule: rule) == verdict)
        }
    }

    private static func revive(
        _ buffer: WindowBuffer,
        _ monitor: AnomalyMonitor
    ) throws -> (buffer: WindowBuffer, monitor: AnomalyMonitor) {
        var writer = StateWriter()
        buffer.save(to: &writer)
        monitor.save(to: &writer)
        var reader = StateReader(writer.bytes)
        let revived = (
            buffer: try #require(WindowBuffer(restoring: &reader, shape: buffer.shape, fields: buffer.fields)),
            monitor: try #require(AnomalyMonitor(restoring: &reader))
        )
        #expect(reader.isAtEnd)
        for length in stride(from: 0, to: writer.bytes.count, by: 7) {
            var reader = StateReader(Array(writer.bytes[..<length]))
            let window = WindowBuffer(restoring: &reader, shape: buffer.shape, fields: buffer.fields)
            #expect(window == nil || AnomalyMonitor(restoring: &reader) == nil)
        }
        return revived
    }

    @Test("[anomaly-10] a score that is not finite changes nothing", arguments: [Double.nan, .infinity, -.infinity])
    func ignoresNonFinite(score: Double) throws {
        let rule = try AnomalyRule(smooth: 2, threshold: 1)
        let time = Timestamp(microseconds: 5)
        var monitor = AnomalyMonitor()
        _ = monitor.add(3, at: time, rule: rule)
        let verdict = monitor.add(score, at: time, rule: rule)
        #expect(verdict.score == 3 && verdict.isAnomalous && verdict.change == .none)
        #expect(monitor.add(5, at: time, rule: rule).score == 4)
    }

    @Test("[anomaly-9] a restart closes an episode as interrupted, with its latest score")
    func interrupted() throws {
        let rule = try AnomalyRule(smooth: 1, threshold: 1)
        var monitor = AnomalyMonitor()
        for step in 1...3 { _ = monitor.add(Double(step) + 1, at: Timestamp(microseconds: Int64(step)), rule: rule) }
        guard case .closed(let episode) = monitor.restart() else {
            Issue.record("the episode stayed open")
            return
        }
        #expect(episode.ending == .interrupted && episode.samples == 3 && episode.peak == 4)
        #expect(episode.started.microseconds == 1 && episode.ended?.microseconds == 3)
        #expect(monitor.restart() == .none && monitor.episode == nil)
    }

    @Test(
        "[anomaly-7] refuses rules that cannot be",
        arguments: [
            (0, 1.0, 1, 1, 1.0), (1, 0, 1, 1, 1), (1, .nan, 1, 1, 1), (1, 1, 0, 1, 1), (1, 1, 1, 0, 1),
            (1, 1, 1, 1, 1.1),
        ]
    )
    func refuses(smooth: Int, threshold: Double, on: Int, off: Int, ratio: Double) {
        #expect(throws: AnomalyError.self) {
            try AnomalyRule(smooth: smooth, threshold: threshold, onAfter: on, offAfter: off, offRatio: ratio)
        }
    }
}
