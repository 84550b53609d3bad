import Support
import Tensors
import Testing

@testable import Training

@Suite("Dense autoencoder")
struct DenseAutoencoderTests {
    static let kinds = Activation.allCases.flatMap { activation in Loss.allCases.map { (activation, $0) } }

    @Test("[training-10] the gradient is that of finite differences", arguments: kinds)
    func gradient(_ activation: Activation, _ loss: Loss) throws {
        let algebra = try Sample.algebra()
        var random = SplitMix(seed: 3)
        var network = DenseNetwork(sizes: [4, 5, 3, 4], activation: activation, random: &random)
        // Biases that are not 0, so that they are seen.
        for layer in network.layers {
            for place in layer.biases { network.parameters[place] = random.nextUnit() - 0.5 }
        }
        let input = (0..<24).map { _ in 2 * random.nextUnit() - 1 }
        var pass = DensePass(network.layers, windows: 6)
        var slopes = [Float](repeating: .nan, count: network.parameters.count)
        pass.forward(input, windows: 6, network, with: algebra)
        let sum = pass.backward(input, windows: 6, network, loss, into: &slopes, with: algebra)

        func meanLoss() -> Double {
            pass.forward(input, windows: 6, network, with: algebra)
            let output = pass.output
            return (0..<6).reduce(0) { sum, window in
                let place = window * 4..<(window + 1) * 4
                return sum + loss.value(of: output.span.extracting(place), input.span.extracting(place))
            } / 6
        }
        #expect(abs(sum / 6 - meanLoss()) < 1e-6)
        let step: Float = 2e-3
        for place in network.parameters.indices {
            let old = network.parameters[place]
            network.parameters[place] = old + step
            let above = meanLoss()
            network.parameters[place] = old - step
            let below = meanLoss()
            network.parameters[place] = old
            let expected = (above - below) / Double(2 * step)
            #expect(abs(Double(slopes[place]) - expected) < 1e-3, "parameter \(place)")
        }
        #expect(slopes.contains { abs($0) > 0.01 })
    }

    static let cases =
        Activation.allCases.map { (1, 3, [16, 5, 16], $0) } + [
            (10, 4, [32, 8, 32], .relu), (1, 1, [32, 16, 16, 32], .relu), (4, 2, [6], .linear),
        ]

    @Test(
        "[training-16] onnx.checker accepts the model, and onnxruntime scores as the training did",
        .enabled(if: PythonCheck.isPossible, "run helpers/setup.sh"),
        arguments: cases
    )
    func exports(_ window: Int, _ fields: Int, _ hidden: [Int], _ activation: Activation) async throws {
        let table = try Sample.waves(rows: 300, fields: fields, borders: [100], offset: 30, scales: [2, 0.1])
        var options = DenseAutoencoder.Options(window: window, hidden: hidden)
        options.activation = activation
        options.epochs = 5
        let model = try DenseAutoencoder.fit(table, options, with: try Sample.algebra())
        let check = try await PythonCheck.run(model, on: table)
        checkExport(check, of: model, on: table)
        #expect(check.operators.filter { $0 == "Gemm" }.count == hidden.count + 1)
    }
}
