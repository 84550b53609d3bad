extension WindowAutoencoder {
    /// The model as an ONNX file.
    ///
    /// Where the components are many, what takes a window to its residual is one matrix, I - E'E: hardly more work than
    /// two, and an operation less.
    func onnx(fields: [String], with algebra: LinearAlgebra) throws(TrainingError) -> [UInt8] {
        let size = centre.count
        let deviations = standardisation.deviations
        let writer = OnnxWriter(
            family: .windowAutoencoder,
            fields: fields,
            window: window,
            deviations: deviations,
            centre: centre.enumerated().map { place, number in
                let field = place % fields.count
                return standardisation.means[field] + deviations[field] * number
            }
        )
        let none = [Double](repeating: 0, count: size)
        guard size * 2 > components * 5 else {
            let weights = residualMatrix(with: algebra)
            return try writer.bytes([ExportedLayer(weights: weights, bias: none, activation: .linear)], to: .residual)
        }
        var decoder: [Double] = []
        decoder.reserveCapacity(encoder.count)
        for place in 0..<size {
            for component in 0..<components { decoder.append(encoder[component * size + place]) }
        }
        return try writer.bytes(
            [
                ExportedLayer(weights: encoder, bias: Array(none.prefix(components)), activation: .linear),
                ExportedLayer(weights: decoder, bias: none, activation: .linear),
            ],
            to: .reconstruction
        )
    }

    /// I - E'E, size x size.
    private func residualMatrix(with algebra: LinearAlgebra) -> [Double] {
        let size = centre.count
        var matrix = [Double](repeating: 0, count: size * size)
        for place in 0..<size { matrix[place * size + place] = 1 }
        var result = matrix.mutableSpan
        algebra.multiply(
            encoder.span,
            encoder.span,
            into: &result,
            Product(rows: size, columns: size, inner: components, transposesRight: true, factor: -1, adds: true)
        )
        return matrix
    }
}
