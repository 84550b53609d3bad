import Drift
import Testing

@Suite struct CategoryDistancesTests {
    @Test("[drift-56] chi-squared, PSI and L-infinity are scipy's", arguments: WindowRecords.categories?.tables ?? [])
    func distances(_ record: WindowRecords.Table) throws {
        let shares = try #require(ShareDistances(reference: record.reference, current: record.current))
        #expect(isNear(shares.psi, record.psi))
        #expect(isNear(shares.jensenShannon, record.js))
        #expect(isNear(shares.lInfinity, record.linf))
        #expect(isNear(shares.totalVariation, record.tv))
        let test = try #require(ChiSquaredTest(reference: record.reference, current: record.current))
        #expect(isNear(test.statistic, record.chi2))
        #expect(test.degrees == record.degrees)
        #expect(abs(test.probability - record.p) <= 1e-6)
    }

    @Test(
        "[drift-57] the missing-rate test is that of two proportions",
        arguments: WindowRecords.categories?.missing ?? []
    )
    func missing(_ record: WindowRecords.Missing) throws {
        let test = try #require(
            MissingRateTest(
                missing: record.missing,
                of: record.rows,
                referenceMissing: record.referenceMissing,
                of: record.referenceRows
            )
        )
        #expect(isNear(test.z, record.z))
        #expect(abs(test.probability - record.p) <= 1e-6)
    }

    @Test("[drift-57] counts that cannot be have no test")
    func impossible() {
        #expect(MissingRateTest(missing: 0, of: 0, referenceMissing: 0, of: 10) == nil)
        #expect(MissingRateTest(missing: 3, of: 2, referenceMissing: 0, of: 10) == nil)
        #expect(MissingRateTest(missing: 0, of: 2, referenceMissing: -1, of: 10) == nil)
    }

    @Test("[drift-60] no rows, or another number of bins, are not compared")
    func empty() {
        #expect(ShareDistances(reference: [1, 2], current: [0, 0]) == nil)
        #expect(ShareDistances(reference: [0, 0], current: [1, 0]) == nil)
        #expect(ShareDistances(reference: [1, 2], current: [1, 2, 3]) == nil)
        #expect(ChiSquaredTest(reference: [1, 2], current: [0, 0]) == nil)
        #expect(ChiSquaredTest(reference: [], current: []) == nil)
    }

    @Test("[drift-64] unseen categories go to others and are told by name")
    func unseen() throws {
        let reference = try CategoryReference(names: ["on", "off"], counts: [60, 40, 0])
        var window = CategoryWindow(reference, span: try WindowSpan(size: 4))
        let due = ["on", "off", "ON", nil].map { window.add($0) }
        #expect(due == [false, false, false, true])
        #expect(window.counts == [1, 1, 1])
        #expect(window.missing == 1)
        #expect(window.unseen == 1)
        #expect(window.unseenNames == ["ON"])
        let distances = try #require(window.distances())
        #expect(distances.count == 3)
        #expect(distances[.lInfinity] == distances.shares.lInfinity)
        #expect(distances[.kolmogorovSmirnov] == nil)
        #expect(distances.shares.psi > 1)
        for index in 0..<1000 { _ = window.add(String(repeating: "x", count: 100) + "\(index % 50)") }
        #expect(window.unseen == 1001)
        #expect(window.unseenNames.count == 2)
        #expect(window.unseenNames.allSatisfy { $0.count <= 64 })
        window.removeAll()
        #expect(window.distances() == nil)
        #expect(window.rows == 0)
    }

    @Test("[drift-64] where training did not keep all names, none is called unseen")
    func others() throws {
        let reference = try CategoryReference(names: ["a"], counts: [90, 10])
        var window = CategoryWindow(reference, span: try WindowSpan(size: 10))
        for _ in 0..<10 { _ = window.add("b") }
        #expect(window.unseen == 0)
        #expect(window.counts == [0, 10])
    }

    @Test(
        "[drift-56] categories that cannot be are refused",
        arguments: [
            (["a"], [1]), (["a", "a"], [1, 2, 0]), (["__other__"], [1, 0]), (["a"], [-1, 2]), (["a"], [0, 0]),
        ]
    )
    func refused(names: [String], counts: [Int]) {
        #expect(throws: DriftWindowError.self) { try CategoryReference(names: names, counts: counts) }
    }
}
