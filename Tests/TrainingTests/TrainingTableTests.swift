import Telemetry
import Testing

@testable import Training

@Suite("Training table")
struct TrainingTableTests {
    /// What is refused, and a piece of the refusal.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let fields: [String]
        let rows: [Double]
        var times: [Timestamp]?
        let message: String

        var testDescription: String { message }
    }

    static let refusals = [
        Refusal(fields: [], rows: [1], message: "no fields"),
        Refusal(fields: ["a"], rows: [], message: "no rows"),
        Refusal(fields: ["a", "a"], rows: [1, 2], message: "two fields a"),
        Refusal(fields: ["a", ""], rows: [1, 2], message: "no name"),
        Refusal(fields: ["a", "b"], rows: [1, 2, 3], message: "no whole rows"),
        Refusal(fields: ["a", "b"], rows: [1, 2, 3, .nan], message: "row 2 has nan as b"),
        Refusal(fields: ["a", "b"], rows: [1, 2, -.infinity, 3], message: "row 2 has -inf as a"),
        Refusal(fields: ["a"], rows: [1, 1e39], message: "row 2 has 1e+39 as a"),
        Refusal(fields: ["a"], rows: [1, 2], times: [Timestamp(microseconds: 0)], message: "1 times were given for 2"),
    ]

    @Test("[training-3] refuses what cannot be learnt from", arguments: refusals)
    func refuses(_ this: Refusal) {
        let error = #expect(throws: TrainingError.self) {
            try TrainingTable(fields: this.fields, rows: this.rows, times: this.times)
        }
        #expect(error?.message.contains(this.message) == true, "\(String(describing: error))")
    }

    @Test("[training-4] segments end at borders, at gaps, and where time goes back")
    func segments() throws {
        let seconds = [0.0, 1, 2, 8, 9, 8.5, 9, 14, 15, 15]
        let times = seconds.map { Timestamp(microseconds: Int64($0 * 1e6)) }
        func segments(borders: [Int] = [], gap: Double? = nil, times: [Timestamp]? = times) throws -> [Range<Int>] {
            try TrainingTable(fields: ["a"], rows: seconds, times: times, borders: borders, maximalGapSeconds: gap)
                .segments
        }
        #expect(try segments(times: nil) == [0..<10])
        #expect(try segments(borders: [0, 4, 10], times: nil) == [0..<4, 4..<10])
        #expect(try segments() == [0..<5, 5..<10])
        #expect(try segments(gap: 5) == [0..<3, 3..<5, 5..<10])
        #expect(try segments(borders: [9], gap: 4.9) == [0..<3, 3..<5, 5..<7, 7..<9, 9..<10])
    }

    @Test("[training-4] too few rows in one piece are refused with what is needed")
    func tooFewRows() throws {
        let table = try Sample.waves(rows: 40, fields: 2, borders: [15, 20])
        let algebra = try Sample.algebra()
        for window in [20, 30, 10_000] {
            let error = #expect(throws: TrainingError.self) {
                try WindowAutoencoder.fit(table, WindowAutoencoder.Options(window: window), with: algebra)
            }
            let size = window == 10_000 ? "at most 4096" : "the longest stretch without a gap has 20 of 40"
            #expect(error?.message.contains(size) == true, "\(String(describing: error))")
        }
        let model = try WindowAutoencoder.fit(table, WindowAutoencoder.Options(window: 19), with: algebra)
        #expect(model.scores.map(\.rows) == [38..<40])
    }

    @Test("[training-5] a window of more than 4096 numbers is refused")
    func tooLargeWindow() throws {
        let table = try Sample.waves(rows: 1100, fields: 4)
        let algebra = try Sample.algebra()
        var options = DenseAutoencoder.Options(window: 1025, hidden: [2])
        options.epochs = 1
        options.validationShare = 0
        let error = #expect(throws: TrainingError.self) {
            try DenseAutoencoder.fit(table, options, with: algebra)
        }
        #expect(error?.message.contains("1025 rows of 4 fields") == true)
        options.window = 1024
        #expect(try DenseAutoencoder.fit(table, options, with: algebra).window == 1024)
    }

    @Test(
        "[training-6] fields that never vary are refused, all of them by name",
        arguments: [
            // A mean of such numbers by adding them up would be off by a little, and the little taken for a deviation.
            (1_234_567.1, -0.1, "'still' (1234567.1), 'flat' (-0.1)"), (0, 1e-30, "'still' (0.0), 'flat' (1e-30)"),
        ]
    )
    func constantFields(still: Double, flat: Double, named: String) throws {
        var rows: [Double] = []
        for row in 0..<50 { rows += [still, Double(row % 7), flat] }
        let table = try TrainingTable(fields: ["still", "lively", "flat"], rows: rows)
        let error = #expect(throws: TrainingError.self) { try Standardisation(of: table) }
        #expect(error?.message.contains(named) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("--exclude-column 'still' --exclude-column 'flat'") == true)
    }

    @Test("[training-6] what varies less than numbers of 32 bits can tell does not vary; a table of such has no remedy")
    func constantTable() throws {
        let rows = (0..<50).flatMap { (row: Int) -> [Double] in [1e6 + Double(row) * 1e-4, 7] }
        let flat = try TrainingTable(fields: ["a", "b"], rows: rows)
        let error = #expect(throws: TrainingError.self) {
            try WindowAutoencoder.fit(flat, WindowAutoencoder.Options(window: 3), with: Sample.algebra())
        }
        #expect(
            error?.message.contains("'a' (1000000.0), 'b' (7.0): the same in every training row") == true,
            "\(error?.message ?? "")"
        )
        #expect(error?.message.contains("--exclude-column") == false)
    }

    @Test("[training-6] means and deviations are those of the rows as numbers of 32 bits")
    func moments() throws {
        let rows = (0..<49).flatMap { (row: Int) -> [Double] in [1_234_567.1 + Double(row % 2), Double(row % 7)] }
        let standardisation = try Standardisation(of: TrainingTable(fields: ["a", "b"], rows: rows))
        #expect(abs(standardisation.means[1] - 3) < 1e-12 && abs(standardisation.deviations[1] - 2) < 1e-12)
        #expect(abs(standardisation.means[0] - (Double(Float(1_234_567.1)) + 24.0 / 49)) < 1e-6)
    }
}
