import Testing

@testable import Drift

@Suite struct KSWINTests {
    @Test(
        "[drift-17] the critical distance is the least that is improbable enough",
        arguments: zip([0.05, 0.01, 0.005, 0.001, 0.0001], [11, 13, 14, 15, 17])
    )
    func critical(alpha: Double, distance: Int) {
        #expect(ExactKolmogorovSmirnov.critical(30, alpha: alpha) == distance)
        #expect(ExactKolmogorovSmirnov.probability(30, distance: distance) <= alpha)
        #expect(ExactKolmogorovSmirnov.probability(30, distance: distance - 1) > alpha)
    }

    @Test("[drift-17] probabilities are those of the formula for small samples")
    func probabilities() {
        // All 70 orders of 4 and 4 values: 2 have a distance of 4, 16 one of 3 or more.
        #expect(abs(ExactKolmogorovSmirnov.probability(4, distance: 4) - 2.0 / 70) < 1e-15)
        #expect(abs(ExactKolmogorovSmirnov.probability(4, distance: 3) - 16.0 / 70) < 1e-15)
        #expect(abs(ExactKolmogorovSmirnov.probability(30, distance: 14) - 0.00253) < 5e-6)
        #expect(ExactKolmogorovSmirnov.critical(3, alpha: 1e-6) == 4)
    }

    /// From CPython 3.11: `r = random.Random(seed); [r.getrandbits(32) for _ in range(3)]`.
    @Test(
        "[drift-18] the generator is CPython's",
        arguments: [
            (42, [2_746_317_213, 478_163_327, 107_420_369] as [UInt32]),
            (0, [3_626_764_237, 1_654_615_998, 3_255_389_356]),
            (-42, [2_746_317_213, 478_163_327, 107_420_369]),
            (1099511627779, [943978446, 261273136, 2359950418]),
        ]
    )
    func generates(seed: Int, numbers: [UInt32]) {
        var twister = MersenneTwister(seed: seed)
        #expect(numbers.map { _ in twister.next() } == numbers)
        twister.begin(seed: seed)
        #expect(twister.next() == numbers.first)
    }

    @Test(
        "[drift-18] numbers that are drawn lie below the bound, and all of them come",
        arguments: [1, 2, 3, 7, 64, 70]
    )
    func draws(bound: Int) {
        for kind in SampleSource.Kind.allCases {
            var source = SampleSource(kind, seed: 5)
            let drawn = Set((0..<2000).map { _ in source.below(bound) })
            #expect(drawn == Set(0..<bound))
        }
    }

    private static let values = DetectorStream(type: "real", kind: "abrupt", n: 1000, seed: 12, cp: 603, mag: 3).values

    @Test("[drift-19] tests with every tenth value only")
    func interval() throws {
        var detector = KSWIN()
        let found = Self.values.indices.filter { detector.update(Self.values[$0]) == .drift }
        #expect(found.count == 1 && (found[0] - 99) % 10 == 0 && (604...640).contains(found[0]))
        let change = try #require(detector.change)
        #expect(change.earliest == change.index - 29 && change.direction == .up)
        #expect((change.pValue ?? 1) <= 1e-4 && change.statistic >= 17.0 / 30 && change.threshold == 17.0 / 30)
    }

    @Test("[drift-19] sees another spread as well as another mean")
    func spread() throws {
        let values = DetectorStream(type: "real", kind: "variance", n: 4000, seed: 2, cp: 1000, mag: 20).values
        var detector = KSWIN(try KSWIN.Parameters(windowSize: 400, statSize: 120))
        for value in values { detector.update(value) }
        #expect(detector.change != nil)
    }

    @Test("[drift-19] the window in order gives the distance that sorting gives", arguments: 0..<20)
    func agreesWithSorting(seed: UInt64) throws {
        var random = SystemlessRandom(seed: seed)
        let capacity = 4 + random.next(40)
        let count = 1 + random.next(capacity / 2)
        var window = [Double](repeating: 0, count: capacity)
        var ranking = KSWIN.Ranking(capacity: capacity)
        // Few distinct values, so that many are equal.
        for slot in 0..<capacity {
            window[slot] = Double(random.next(6))
            ranking.insert(slot: slot, of: window)
        }
        for step in 0..<60 {
            let slot = step % capacity
            ranking.remove(slot: slot, of: window)
            window[slot] = Double(random.next(6))
            ranking.insert(slot: slot, of: window)
            var source = SampleSource(.splitMix, seed: step)
            ranking.mark(count, oldest: (slot + 1) % capacity, from: &source)
            let new = (1...count).map { window[(slot + 1 - $0 + capacity) % capacity] }
            let drawn = ranking.drawnSlots.map { window[$0] }
            #expect(drawn.count == count)
            let distance = Set(window).map { value in
                new.count { $0 <= value } - drawn.count { $0 <= value }
            }.map(\.magnitude).max()
            #expect(ranking.distance(of: window).magnitude == distance)
        }
    }
}
