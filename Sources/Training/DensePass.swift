/// One batch on its way through a network and back; keeps its memory from batch to batch.
struct DensePass {
    /// What the neurons of each layer give, one window after the other.
    private var values: [[Float]]
    /// What the loss gains by each of them.
    private var gradients: [[Float]]

    /// Makes room for batches of at most so many windows.
    init(_ layers: [DenseLayer], windows: Int) {
        values = layers.map { Array(repeating: 0, count: windows * $0.outputs) }
        gradients = values
    }

    /// What the last layer gave, one window after the other.
    var output: [Float] { values[values.count - 1] }

    /// Takes windows through the network.
    mutating func forward(_ input: [Float], windows: Int, _ network: DenseNetwork, with algebra: LinearAlgebra) {
        let parameters = network.parameters
        for (index, layer) in network.layers.enumerated() {
            let inputs = index == 0 ? input : values[index - 1]
            var sums = values[index].mutableSpan
            algebra.multiply(
                parameters.span.extracting(layer.weights),
                inputs.span,
                into: &sums,
                Product(rows: layer.outputs, columns: windows, inner: layer.inputs, transposesLeft: true)
            )
            layer.activation.apply(to: &sums, bias: parameters.span.extracting(layer.biases), columns: windows)
        }
    }

    /// Takes the loss of the windows that went forward back through the network.
    ///
    /// `input` is what went in and what was to come out; `slopes` becomes the gradient of the mean loss, in the order of
    /// the parameters. Returns the sum of the windows' losses.
    mutating func backward(
        _ input: [Float],
        windows: Int,
        _ network: DenseNetwork,
        _ loss: Loss,
        into slopes: inout [Float],
        with algebra: LinearAlgebra
    ) -> Double {
        let last = network.layers.count - 1
        swap(&gradients[last], &values[last])
        var outputs = gradients[last].mutableSpan
        let size = network.layers[last].outputs
        let sum = loss.replaceByGradient(&outputs, targets: input.span, windows: windows, size: size)
        for index in stride(from: last, through: 0, by: -1) {
            let layer = network.layers[index]
            let inputs = index == 0 ? input : values[index - 1]
            derive(layer, gradients[index], inputs, windows: windows, into: &slopes, with: algebra)
            guard index > 0 else { break }
            pass(layer, back: gradients[index], to: index - 1, windows: windows, network, with: algebra)
        }
        return sum
    }

    /// The slopes of a layer's weights and biases.
    private func derive(
        _ layer: DenseLayer,
        _ gradients: [Float],
        _ inputs: [Float],
        windows: Int,
        into slopes: inout [Float],
        with algebra: LinearAlgebra
    ) {
        var slopes = slopes.mutableSpan
        algebra.multiply(
            inputs.span,
            gradients.span,
            into: &slopes,
            at: layer.weights.lowerBound,
            Product(rows: layer.inputs, columns: layer.outputs, inner: windows, transposesRight: true)
        )
        sum(gradients.span, windows: windows, into: &slopes, at: layer.biases)
    }

    private func sum(
        _ gradients: Span<Float>,
        windows: Int,
        into sums: inout MutableSpan<Float>,
        at place: Range<Int>
    ) {
        let rows = place.count
        precondition(rows * windows <= gradients.count, "there are fewer gradients than neurons")
        precondition(place.upperBound <= sums.count, "there are fewer sums than neurons")
        // Sound: every index is below rows x windows and within the place, which was checked above.
        unsafe gradients.withUnsafeBufferPointer { gradients in
            unsafe sums.withUnsafeMutableBufferPointer { sums in
                for row in 0..<rows { unsafe sums[place.lowerBound + row] = 0 }
                for window in 0..<windows {
                    for row in 0..<rows {
                        unsafe sums[place.lowerBound + row] += gradients[window * rows + row]
                    }
                }
            }
        }
    }

    /// The gradients of the layer before.
    private mutating func pass(
        _ layer: DenseLayer,
        back gradients: [Float],
        to index: Int,
        windows: Int,
        _ network: DenseNetwork,
        with algebra: LinearAlgebra
    ) {
        let values = values[index]
        var before = self.gradients[index].mutableSpan
        algebra.multiply(
            network.parameters.span.extracting(layer.weights),
            gradients.span,
            into: &before,
            Product(rows: layer.inputs, columns: windows, inner: layer.outputs)
        )
        let activation = network.layers[index].activation
        activation.multiplyDerivative(into: &before, values: values.span, count: windows * layer.inputs)
    }
}
