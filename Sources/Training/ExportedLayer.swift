/// A layer on its way into an ONNX file.
struct ExportedLayer {
    /// outputs x inputs, one output after the other.
    private(set) var weights: [Double]
    private(set) var bias: [Double]
    let activation: Activation

    var inputs: Int { weights.count / bias.count }
    var outputs: Int { bias.count }

    init(weights: [Double], bias: [Double], activation: Activation) {
        self.weights = weights
        self.bias = bias
        self.activation = activation
    }

    /// Whether all numbers are finite in 32 bits.
    var fitsFloat: Bool {
        // A number that is not finite makes its product with 0 no number, and so the sum.
        let sum = weights.reduce(0) { $0 + Float($1) * 0 } + bias.reduce(0) { $0 + Float($1) * 0 }
        return sum == 0
    }

    /// Makes it work on inputs that are `factors` times as large, and `rests` more before that.
    mutating func divideInputs(by factors: [Double], less rests: [Double]) {
        let inverses = factors.map { 1 / $0 }
        let count = inputs
        var bias = bias
        var numbers = weights.mutableSpan
        for output in bias.indices {
            var shift = 0.0
            for input in 0..<count {
                let weight = numbers[output * count + input]
                shift += weight * rests[input]
                numbers[output * count + input] = weight * inverses[input]
            }
            bias[output] -= shift
        }
        self.bias = bias
    }

    /// Makes its outputs `rests` more, and then `factors` times as large.
    mutating func multiplyOutputs(by factors: [Double], plus rests: [Double]) {
        let count = inputs
        var bias = bias
        var numbers = weights.mutableSpan
        for output in bias.indices {
            let factor = factors[output]
            for input in output * count..<(output + 1) * count { numbers[input] *= factor }
            bias[output] = (bias[output] + rests[output]) * factor
        }
        self.bias = bias
    }
}
