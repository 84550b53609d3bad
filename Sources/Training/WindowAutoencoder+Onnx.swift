extension WindowAutoencoder {
    /// The model as an ONNX file: two layers without an activation.
    func onnx(fields: [String]) throws(TrainingError) -> [UInt8] {
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
        var decoder: [Double] = []
        decoder.reserveCapacity(encoder.count)
        for place in 0..<size {
            for component in 0..<components { decoder.append(encoder[component * size + place]) }
        }
        let none = [Double](repeating: 0, count: size)
        return try writer.bytes([
            ExportedLayer(weights: encoder, bias: Array(none.prefix(components)), activation: .linear),
            ExportedLayer(weights: decoder, bias: none, activation: .linear),
        ])
    }
}
