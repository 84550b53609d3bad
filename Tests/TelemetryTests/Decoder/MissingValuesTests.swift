import Telemetry
import Testing

@Suite struct MissingValuesTests {
    private func plan(_ policies: MissingPolicy...) throws -> ReadingPlan {
        let fields = policies.enumerated().map { FieldPlan(path: FieldPath(column: "f\($0)"), missing: $1) }
        return try ReadingPlan(format: .json, fields: fields)
    }

    @Test("[telemetry-40] a number stands in")
    func value() throws {
        var missing = MissingValues()
        var values = [Double.nan, 2]
        #expect(missing.resolve(&values, plan: try plan(.value(7), .value(8))) == .complete)
        #expect(values == [7, 2])
    }

    @Test("[telemetry-40] the last value stands in, and before there is one the reading is skipped")
    func last() throws {
        let plan = try plan(.last, .error)
        var missing = MissingValues()
        var values = [Double.nan, 1]
        #expect(missing.resolve(&values, plan: plan) == .skipped(field: 0))
        values = [5, 1]
        #expect(missing.resolve(&values, plan: plan) == .complete)
        for _ in 0..<3 {
            values = [.nan, 2]
            #expect(missing.resolve(&values, plan: plan) == .complete)
            #expect(values == [5, 2])
        }
    }

    @Test("[telemetry-40] a refusal goes before a skip")
    func refusal() throws {
        var missing = MissingValues()
        var values = [Double.nan, .nan]
        #expect(missing.resolve(&values, plan: try plan(.skip, .error)) == .refused(field: 1))
        #expect(missing.resolve(&values, plan: try plan(.skip, .skip)) == .skipped(field: 0))
        values = [1, 2]
        #expect(missing.resolve(&values, plan: try plan(.error, .skip)) == .complete)
    }

    @Test("[telemetry-41] what a skipped reading holds is remembered, what a refused one holds is not")
    func remembered() throws {
        let plan = try plan(.last, .skip, .error)
        var missing = MissingValues()
        var values = [1, Double.nan, 0]
        #expect(missing.resolve(&values, plan: plan) == .skipped(field: 1))
        values = [9, 1, .nan]
        #expect(missing.resolve(&values, plan: plan) == .refused(field: 2))
        values = [.nan, 1, 0]
        #expect(missing.resolve(&values, plan: plan) == .complete)
        #expect(values == [1, 1, 0])
    }
}
