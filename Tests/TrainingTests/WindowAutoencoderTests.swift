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
    ]

    @Test(
        "[training-5] finds what numpy finds, to 1e-9",
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
        "[training-9] onnx.checker accepts the model, and onnxruntime scores as the training did",
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
}

/// The largest absolute difference; infinite where the lengths differ.
func largestDifference(_ left: [Double], _ right: [Double]) -> Double {
    guard left.count == right.count else { return .infinity }
    return zip(left, right).reduce(0) { max($0, abs($1.0 - $1.1)) }
}

/// The rules that hold for every exported model.
func checkExport(_ check: PythonCheck, of model: TrainedModel, on table: TrainingTable, tolerance: Double = 1e-5) {
    let (window, fields) = (model.window, table.fields.count)
    #expect(check.opset == 13)
    #expect(check.producer == "marram")
    #expect(check.metadata["marram.family"] == model.family.rawValue)
    #expect(check.metadata["marram.window"] == "\(window)")
    let shape = [PythonCheck.Size.free("N"), .fixed(window), .fixed(fields)]
    #expect(
        check.shapes == [
            "x": shape, "reconstruction": shape, "score": [.free("N")], "field_errors": [.free("N"), .fixed(fields)],
        ]
    )
    let scores = model.scores.flatMap(\.scores)
    let scale = scores.reduce(0, +) / Double(scores.count)
    #expect(check.none.isEmpty)
    #expect(check.score.count == scores.count)
    #expect(largestDifference(check.score, scores) < tolerance * scale + 1.5e-6)
    #expect(abs(check.single[0] - scores[0]) < tolerance * scale + 1.5e-6)
    let means = check.fieldErrors.map { $0.reduce(0, +) / Double(fields) }
    #expect(largestDifference(means, check.score) < 1e-5 * scale + 1.5e-6)
    checkReconstruction(check, of: model, on: table)
}

/// The field errors must follow from the reconstruction: it is in the units of the input.
private func checkReconstruction(_ check: PythonCheck, of model: TrainedModel, on table: TrainingTable) {
    let (size, fields) = (model.window * table.fields.count, table.fields.count)
    guard let standardisation = try? Standardisation(of: table) else {
        Issue.record("the table has no standardisation")
        return
    }
    let starts = model.scores.flatMap { $0.rows.map { $0 - model.window + 1 } }
    #expect(check.reconstruction.count == starts.count * size)
    var errors = check.fieldErrors.map { $0.map { _ in 0.0 } }
    for (window, start) in starts.enumerated() {
        for place in 0..<size {
            let field = place % fields
            let residual = table.rows[start * fields + place] - check.reconstruction[window * size + place]
            errors[window][field] += abs(residual) / standardisation.deviations[field] / Double(model.window)
        }
    }
    // The reconstruction is rounded to 32 bits of the raw number.
    let largest = table.rows.map(abs).max() ?? 0
    let tolerance = 1e-6 * max(1, largest / (standardisation.deviations.min() ?? 1)) + 1e-5
    #expect(largestDifference(errors.flatMap { $0 }, check.fieldErrors.flatMap { $0 }) < tolerance)
}
