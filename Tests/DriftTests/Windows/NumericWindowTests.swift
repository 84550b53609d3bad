import Drift
import Support
import Testing

@Suite struct NumericWindowTests {
    @Test(
        "[drift-50] windows are due when they are full, and then after each step",
        arguments: [(4, 4), (4, 1), (5, 2)]
    )
    func due(size: Int, step: Int) throws {
        let reference = try #require(NumericReference([1, 2, 3]))
        var window = NumericWindow(reference, span: try WindowSpan(size: size, step: step))
        for row in 1...40 {
            let isDue = window.add(Double(row))
            #expect(isDue == (row >= size && (row - size).isMultiple(of: step)), "row \(row)")
            #expect(window.rows == min(row, size))
        }
    }

    @Test("[drift-50] [drift-58] a sliding window says what its rows say, whatever went through it")
    func sliding() throws {
        var draws = Draws(3)
        let reference = try #require(NumericReference(draws.normals(500)))
        var window = NumericWindow(reference, span: try WindowSpan(size: 50, step: 7))
        var rows: [Double?] = []
        for row in 0..<400 {
            let bad: [Double?] = [nil, .nan, .infinity, -.infinity]
            let value = row.isMultiple(of: 11) ? bad[row / 11 % 4] : draws.normal() * 2
            rows.append(value)
            guard window.add(value) else { continue }
            let latest = rows.suffix(50)
            let finite = latest.compactMap { $0 }.filter(\.isFinite)
            #expect(window.distances() == reference.distances(to: finite))
            #expect(window.count == finite.count)
            #expect(window.missing == latest.count { $0 == nil })
            #expect(window.nonFinite == 50 - finite.count - window.missing)
            #expect(window.binCounts.reduce(0, +) == finite.count)
        }
    }

    @Test("[drift-60] a window without any number is due and has no distance")
    func allMissing() throws {
        let reference = try #require(NumericReference([1, 2, 3]))
        var window = NumericWindow(reference, span: try WindowSpan(size: 3))
        let rows: [Double?] = [nil, .nan, nil]
        let due = rows.map { window.add($0) }
        #expect(due == [false, false, true])
        #expect(window.distances() == nil)
        #expect(window.summary() == nil)
        #expect(window.missing == 2)
        #expect(window.nonFinite == 1)
        window.removeAll()
        #expect(window.rows == 0)
        #expect(window.missing == 0)
        let isDue = window.add(2)
        #expect(!isDue)
    }

    @Test("[drift-61] a window holds no more rows than it is told to")
    func bounded() throws {
        #expect(throws: DriftWindowError.self) { try WindowSpan(size: 0) }
        #expect(throws: DriftWindowError.self) { try WindowSpan(size: 100_001) }
        #expect(throws: DriftWindowError.self) { try WindowSpan(size: 10, step: 11) }
        #expect(throws: DriftWindowError.self) { try WindowSpan(size: 10, step: 0) }
    }

    @Test("a window's summary has mean, deviation and deciles")
    func summary() throws {
        let summary = try #require(NumericSummary([4, .nan, 0, 2]))
        #expect(summary.mean == 2)
        #expect(isNear(summary.deviation, (8.0 / 3).squareRoot()))
        #expect(summary.quantiles.count == 11)
        #expect(summary.quantiles[5] == 2)
        let huge = try #require(NumericSummary([1.5e308, 1.7e308]))
        #expect(isNear(huge.mean, 1.6e308))
        #expect(isNear(huge.deviation, 1e307))
    }

    @Test("[drift-63] a distance that chance explains is quiet, however large it is")
    func judged() throws {
        var draws = Draws(5)
        let reference = try #require(NumericReference(draws.normals(1000)))
        let usual = { (statistic: WindowStatistic) in statistic.defaultLimits }
        let few = WindowJudgement.judge(try #require(reference.distances(to: [1.5, 1.6])), features: 1, limits: usual)
        let ks = try #require(few.first { $0.statistic == .kolmogorovSmirnov })
        #expect(ks.value > 0.2)
        #expect(ks.signal == .quiet)
        let many = WindowJudgement.judge(
            try #require(reference.distances(to: draws.normals(200, mean: 1))),
            features: 10,
            limits: usual
        )
        #expect(many.count == 4)
        for judgement in many {
            guard case .measured(let value, let limits) = judgement.signal else {
                Issue.record("\(judgement.statistic) is \(judgement.signal)")
                continue
            }
            #expect(value > limits.drift)
        }
    }

    @Test("[drift-63] an L-infinity distance counts only where chi-squared says so too")
    func judgedCategories() throws {
        let reference = try CategoryReference(names: ["a", "b"], counts: [500, 500, 0])
        let usual = { (statistic: WindowStatistic) in statistic.defaultLimits }
        let few = WindowJudgement.judge(try #require(reference.distances(to: [3, 0, 0])), features: 1, limits: usual)
        #expect(few.map(\.statistic) == [.psi, .jensenShannon, .lInfinity])
        #expect(few[2].signal == .quiet)
        let many = WindowJudgement.judge(
            try #require(reference.distances(to: [90, 10, 0])),
            features: 1,
            limits: usual
        )
        #expect(many[2].signal == .measured(0.4, WindowLimits(warning: 0.1, drift: 0.2)))
    }
}
