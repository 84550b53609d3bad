import Drift
import Support
import Testing

@Suite struct MultivariateTests {
    @Test("[drift-65] [drift-66] components, T² and Q are numpy's", arguments: WindowRecords.rows)
    func components(_ record: WindowRecords.Rows) throws {
        let reference = try RowTable(rows: record.reference)
        let components = try PrincipalComponents(reference, share: record.share)
        #expect(components.components.count == record.kept)
        for (found, expected) in zip(components.eigenvalues, record.eigenvalues) {
            #expect(isNear(found, expected, 1e-9))
        }
        #expect(isNear(try #require(components.meanError(reference)), record.referenceError))
        #expect(isNear(try #require(components.meanError(try RowTable(rows: record.current))), record.currentError))
        var scorer = ComponentScorer(components)
        for (row, (t2, q)) in zip(record.current, zip(record.t2, record.q)) {
            let found = scorer.score(row)
            let score = try #require(found)
            #expect(isNear(score.tSquared, t2, 1e-8))
            #expect(abs(score.squaredError - q) <= 1e-9 * max(1, q))
        }
    }

    @Test("[drift-67] Hotelling's test is scipy's", arguments: WindowRecords.rows.filter { $0.hotellingT2 != nil })
    func hotelling(_ record: WindowRecords.Rows) throws {
        let test = try HotellingTest(try RowTable(rows: record.reference), try RowTable(rows: record.current))
        #expect(isNear(test.tSquared, try #require(record.hotellingT2), 1e-8))
        #expect(isNear(test.f, try #require(record.hotellingF), 1e-8))
        let expected = try #require(record.hotellingP)
        #expect(abs(test.probability - expected) <= 1e-6)
    }

    @Test("[drift-68] the mean discrepancy is numpy's", arguments: WindowRecords.rows)
    func discrepancy(_ record: WindowRecords.Rows) throws {
        let found = try MeanDiscrepancy(try RowTable(rows: record.reference), try RowTable(rows: record.current))
        #expect(isNear(found.medianSquaredDistance, record.median))
        #expect(abs(found.value - record.mmd2) <= 1e-9)
    }

    @Test("[drift-67] a feature that follows from others has no test, and is no crash")
    func singular() throws {
        let rows = (0..<20).map { [Double($0), 2 * Double($0), Double($0 % 3)] }
        let table = try RowTable(rows: rows)
        #expect(throws: DriftWindowError.self) { try HotellingTest(table, table) }
        #expect(throws: DriftWindowError.self) { try RowTable(rows: [[1, 2], [3]]) }
        #expect(throws: DriftWindowError.self) { try RowTable(rows: []) }
        let components = try PrincipalComponents(table, share: 1)
        let error = try #require(components.meanError(table))
        #expect(error < 1e-6)
    }

    @Test("[drift-69] many features are taken apart into directions at right angles; more than 64 are refused")
    func large() throws {
        var draws = Draws(11)
        let rows = (0..<60).map { _ in draws.normals(24) }
        let components = try PrincipalComponents(try RowTable(rows: rows), share: 1)
        #expect(components.components.count == 24)
        for (i, one) in components.components.enumerated() {
            for other in components.components[i...] {
                let product = zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
                #expect(abs(product - (one == other ? 1 : 0)) < 1e-10)
            }
        }
        #expect(isNear(components.eigenvalues.reduce(0, +), 24, 1e-9))
        let wide = [[Double](repeating: 1, count: 65), [Double](repeating: 2, count: 65)]
        #expect(throws: DriftWindowError.self) { try PrincipalComponents(try RowTable(rows: wide)) }
    }

    @Test("[drift-66] rows that are not whole are counted, huge ones are judged")
    func bad() throws {
        var draws = Draws(12)
        let rows = (0..<100).map { _ in [draws.normal(), draws.normal(), 3] }
        let components = try PrincipalComponents(try RowTable(rows: rows))
        var window = MultivariateWindow(components, span: try WindowSpan(size: 4))
        #expect(
            [[.nan, 0, 3], [0, .infinity, 3], [1, 2], []].map { window.add($0) } == [false, false, false, true]
        )
        #expect(window.incomplete == 4)
        #expect(window.meanError() == nil)
        #expect(window.shareBeyond(tSquared: 1, squaredError: 1) == nil)
        for _ in 0..<3 { _ = window.add([0, 0, 3.0]) }
        #expect(window.incomplete == 1)
        let before = try #require(window.meanError())
        #expect(before < 1)
        _ = window.add([1.7e308, -1.7e308, 1e308])
        let error = try #require(window.meanError())
        #expect(error.isFinite)
        #expect(error > 1e50)
        let beyond = try #require(window.shareBeyond(tSquared: 10, squaredError: 10))
        #expect(beyond.squaredError == 0.25)
    }

    @Test("[drift-66] what is wrong with a row is shared out among its features")
    func contributions() throws {
        var draws = Draws(13)
        let rows = (0..<200).map { _ in
            let level = draws.normal()
            return (0..<4).map { _ in level + 0.1 * draws.normal() }
        }
        let components = try PrincipalComponents(try RowTable(rows: rows))
        #expect(components.components.count == 1)
        var scorer = ComponentScorer(components)
        let found = scorer.score([0, 0, 5, 0.0])
        let score = try #require(found)
        #expect(score.largestFeature == 2)
        let shares = scorer.contributions()
        #expect(isNear(shares.reduce(0, +), 1))
        #expect(shares[2] > 0.6)
        var window = MultivariateWindow(components, span: try WindowSpan(size: 2))
        _ = window.add([0, 0, 5, 0.0])
        _ = window.add([0, 0, 5, 0.0])
        #expect(window.contributions() == [0, 0, 1, 0])
    }
}
