import Testing

@testable import Training

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
