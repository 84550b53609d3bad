/// A layer on its way into an ONNX file.
struct ExportedLayer {
    /// outputs x inputs, one output after the other.
    var weights: [Double]
    var bias: [Double]
    let activation: Activation

    var inputs: Int { weights.count / bias.count }
    var outputs: Int { bias.count }
}
