import Foundation

/// Writes autoencoders as ONNX files.
///
/// The input is in raw units. The centre is subtracted first, in raw units and rounded to 32 bits, so that a large mean
/// costs no digits; deviations, and what the rounding left, are folded into the weights of the first and last layer. So
/// the layers turn the distance from the centre into the residual, in raw units, without a step for scaling.
struct OnnxWriter {
    let family: ModelFamily
    let fields: [String]
    let window: Int
    /// The deviation of every field.
    let deviations: [Double]
    /// What is subtracted before the first layer, in raw units, row-major (time, field).
    let centre: [Double]

    private var size: Int { centre.count }

    /// The bytes of the file; throws when a number does not fit 32 bits.
    ///
    /// The layers lead from the standardised distance from the centre to its reconstruction.
    func bytes(_ layers: [ExportedLayer]) throws(TrainingError) -> [UInt8] {
        let layers = folded(layers)
        guard layers.allSatisfy(\.fitsFloat) else {
            throw TrainingError(
                "a weight does not fit a number of 32 bits: the fields' deviations are too small or too large "
                    + "(\(deviations.min() ?? 0) to \(deviations.max() ?? 0)); scale the fields or leave one out"
            )
        }
        var (nodes, constants) = body(of: layers)
        nodes += tail
        constants += [
            OnnxTensor("centre", [window, fields.count], centre),
            OnnxTensor("shares", [size, fields.count], shares),
            OnnxTensor("shape", [3], [0, Int64(window), Int64(fields.count)]),
        ]
        let windows = [OnnxPort.Dimension.named("N"), .size(window), .size(fields.count)]
        return OnnxModel(
            name: family.rawValue,
            nodes: nodes,
            constants: constants,
            inputs: [OnnxPort(name: "x", dimensions: windows)],
            outputs: [
                OnnxPort(name: "score", dimensions: [.named("N")]),
                OnnxPort(name: "reconstruction", dimensions: windows),
                OnnxPort(name: "field_errors", dimensions: [.named("N"), .size(fields.count)]),
            ],
            metadata: try metadata()
        ).bytes
    }

    private func metadata() throws(TrainingError) -> [(name: String, value: String)] {
        do {
            let names = String(decoding: try JSONEncoder().encode(fields), as: UTF8.self)
            return [("marram.family", family.rawValue), ("marram.window", "\(window)"), ("marram.fields", names)]
        } catch {
            throw TrainingError("the names of the fields cannot be written: \(error)")
        }
    }

    /// Takes raw units at the front and gives them at the back.
    ///
    /// With the rounded centre the distance is d = s (z + r), r what the rounding left over. The first layer works on
    /// z = d / s - r; the last gives s (z' + r) for a reconstruction z', so that d less it is s (z - z').
    private func folded(_ layers: [ExportedLayer]) -> [ExportedLayer] {
        let factors = (0..<window).flatMap { _ in deviations }
        let rests = zip(centre, factors).map { ($0 - Double(Float($0))) / $1 }
        var layers = layers
        layers[0].divideInputs(by: factors, less: rests)
        layers[layers.count - 1].multiplyOutputs(by: factors, plus: rests)
        return layers
    }
}
