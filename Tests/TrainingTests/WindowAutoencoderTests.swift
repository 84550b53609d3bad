import Foundation
import Support
import Testing

@testable import Training

@Suite("Window autoencoder")
struct WindowAutoencoderTests {
    /// A table, and how it is learnt from.
    struct Case: Sendable, CustomTestStringConvertible {
        let rows: Int
        let fields: Int
        var borders: [Int] = []
        var window = 20
        var energy = 0.9
        var offset = 0.0
        var scales = [1.0]

        var testDescription: String { "\(rows) x \(fields), window \(window), energy \(energy), borders \(borders)" }

        func table() throws -> TrainingTable {
            try Sample.waves(rows: rows, fields: fields, borders: borders, offset: offset, scales: scales)
        }
    }

    static let cases = [
        Case(rows: 400, fields: 8),
        Case(rows: 400, fields: 8, energy: 0.99, offset: 20, scales: [100, 0.001]),
        Case(rows: 300, fields: 3, borders: [5, 30, 31, 120], window: 12),
        Case(rows: 200, fields: 1, window: 30),
        Case(rows: 150, fields: 4, window: 1, energy: 0.6),
        Case(rows: 9000, fields: 2, borders: [4500], window: 5),
        Case(rows: 60, fields: 2, window: 50, energy: 1),
        Case(rows: 300, fields: 4, window: 10, offset: 100_000),
        Case(rows: 300, fields: 4, window: 10, energy: 0.5, offset: -70_000.3, scales: [1000, 3]),
    ]

    @Test(
        "[training-7] finds what numpy finds, to 1e-9",
        .enabled(if: PythonCheck.isPossible, "run helpers/setup.sh"),
        arguments: cases
    )
    func equalsNumpy(_ this: Case) async throws {
        let (table, algebra) = (try this.table(), try Sample.algebra())
        let options = try WindowAutoencoder.Options(window: this.window, energy: this.energy)
        let model = try WindowAutoencoder(of: table, options, with: algebra)
        let trained = try WindowAutoencoder.fit(table, options, with: algebra)
        let check = try await PythonCheck.run(trained, on: table, energy: this.energy)
        let recipe = try #require(check.recipe)
        #expect(largestDifference(model.standardisation.means, recipe.mean) < 1e-9 * max(1, this.offset))
        #expect(largestDifference(model.standardisation.deviations, recipe.deviation) < 1e-9)
        #expect(largestDifference(model.centre, recipe.centre) < 1e-9)
        #expect(abs(model.explained - recipe.explained) < 1e-9)
        if this.energy < 1 { #expect(model.components == recipe.components) }
        let scores = trained.scores.flatMap(\.scores)
        #expect(scores.count == recipe.scores.count)
        #expect(largestDifference(scores, recipe.scores) < 1e-9)
    }

    @Test(
        "[training-16] onnx.checker accepts the model, and onnxruntime scores as the training did",
        .enabled(if: PythonCheck.isPossible, "run helpers/setup.sh"),
        arguments: cases
    )
    func exports(_ this: Case) async throws {
        let (table, algebra) = (try this.table(), try Sample.algebra())
        let options = try WindowAutoencoder.Options(window: this.window, energy: this.energy)
        let trained = try WindowAutoencoder.fit(table, options, with: algebra)
        let check = try await PythonCheck.run(trained, on: table)
        checkExport(check, of: trained, on: table)
    }

    @Test("[training-7] two fields that go together are one component, and nothing is left over")
    func exactCase() throws {
        let table = try TrainingTable(fields: ["a", "b"], rows: [1, 10, 2, 20, 3, 30, 4, 40])
        let model = try WindowAutoencoder(of: table, WindowAutoencoder.Options(window: 1), with: Sample.algebra())
        let root = 0.5.squareRoot()
        #expect(model.standardisation.means == [2.5, 25])
        #expect(largestDifference(model.standardisation.deviations, [1.25, 125].map { $0.squareRoot() }) < 1e-12)
        #expect(model.components == 1)
        #expect(largestDifference(model.encoder, [root, root]) < 1e-12)
        #expect(abs(model.explained - 1) < 1e-12)
        let scores = model.scores(of: table, with: try Sample.algebra())
        #expect(largestDifference(scores.flatMap(\.scores), [0, 0, 0, 0]) < 1e-12)
    }

    @Test("[training-7] what lies within the components is reconstructed; what does not is not", arguments: [1, 3, 8])
    func span(_ window: Int) throws {
        // Two hidden waves make six fields: a window of them lies in a space of 2 x window dimensions.
        let mixing = [[1.0, 0.5], [-2, 1], [0.3, 0.3], [1, -1], [0, 2], [3, 1]]
        var rows: [Double] = []
        for row in 0..<300 {
            let hidden = [sin(Double(row * row) / 7), cos(Double(row * row) / 11)]
            rows += mixing.map { Double(Float($0[0] * hidden[0] + $0[1] * hidden[1])) }
        }
        let table = try TrainingTable(fields: ["a", "b", "c", "d", "e", "f"], rows: rows)
        let algebra = try Sample.algebra()
        let options = try WindowAutoencoder.Options(window: window, energy: 0.999_999_9)
        let model = try WindowAutoencoder(of: table, options, with: algebra)
        #expect(model.components <= 2 * window)
        #expect(model.scores(of: table, with: algebra).flatMap(\.scores).allSatisfy { $0 < 1e-3 })
        rows[200 * 6] += 3
        let broken = try TrainingTable(fields: table.fields, rows: rows)
        let scores = model.scores(of: broken, with: algebra)[0]
        let above = scores.rows.filter { scores.scores[$0 - scores.rows.lowerBound] > 0.01 }
        #expect(above == Array(200..<200 + window))
    }

    @Test("[training-9] the largest number of every component is positive")
    func signs() throws {
        let table = try Sample.waves(rows: 200, fields: 3)
        let model = try WindowAutoencoder(of: table, WindowAutoencoder.Options(window: 6), with: Sample.algebra())
        #expect(model.components > 3)
        for component in 0..<model.components {
            let numbers = model.encoder[component * 18..<(component + 1) * 18]
            let largest = try #require(numbers.max { abs($0) < abs($1) })
            #expect(largest > 0)
            #expect(abs(numbers.reduce(0) { $0 + $1 * $1 } - 1) < 1e-12)
        }
    }

    @Test("[training-15] there is a score for every window, by the row at which it ends")
    func scoreRows() throws {
        let table = try Sample.waves(rows: 100, fields: 2, borders: [10, 14, 40])
        let model = try WindowAutoencoder.fit(table, WindowAutoencoder.Options(window: 5), with: Sample.algebra())
        #expect(model.scores.map(\.rows) == [4..<10, 18..<40, 44..<100])
        #expect(model.scores.allSatisfy { $0.rows.count == $0.scores.count })
    }

    @Test(
        "[training-7] refuses options that cannot be",
        arguments: [(0, 0.9), (10_001, 0.9), (5, 0), (5, 1.1), (5, .nan)]
    )
    func refusesOptions(_ window: Int, _ energy: Double) {
        #expect(throws: TrainingError.self) { try WindowAutoencoder.Options(window: window, energy: energy) }
    }
}
