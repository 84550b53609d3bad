import Tensors

/// Layers of neurons and their parameters.
struct DenseNetwork: Sendable {
    let layers: [DenseLayer]
    /// Weights and biases of all layers, layer by layer.
    var parameters: [Float]

    /// Makes a network with random weights: uniform, as wide as He (ReLU) and Glorot (the others) have it; no bias.
    ///
    /// - Parameters:
    ///   - sizes: The numbers that go in, the neurons of the hidden layers, the numbers that come out.
    ///   - activation: That of the hidden layers; the last is linear.
    ///   - random: Where the weights come from.
    init(sizes: [Int], activation: Activation, random: inout SplitMix) {
        var layers: [DenseLayer] = []
        var place = 0
        for (inputs, outputs) in zip(sizes, sizes.dropFirst()) {
            let biases = place + inputs * outputs
            layers.append(
                DenseLayer(
                    inputs: inputs,
                    outputs: outputs,
                    activation: layers.count == sizes.count - 2 ? .linear : activation,
                    weights: place..<biases,
                    biases: biases..<biases + outputs
                )
            )
            place = biases + outputs
        }
        self.layers = layers
        parameters = Array(repeating: 0, count: place)
        for layer in layers {
            let width = Float(activation == .relu ? layer.inputs : layer.inputs + layer.outputs)
            let bound = (6 / width).squareRoot()
            for place in layer.weights { parameters[place] = bound * (2 * random.nextUnit() - 1) }
        }
    }
}

extension SplitMix {
    /// A number from 0 up to but not 1, in steps of 2^-24.
    mutating func nextUnit() -> Float { Float(next() >> 40) * 0x1p-24 }

    /// Puts the numbers into an order that is as likely as any other (Fisher and Yates).
    mutating func shuffle(_ numbers: inout [Int32]) {
        guard numbers.count > 1 else { return }
        for last in stride(from: numbers.count - 1, to: 0, by: -1) {
            let other = Int(UInt64(last + 1).multipliedFullWidth(by: next()).high)
            numbers.swapAt(last, other)
        }
    }
}
