import Foundation
import Tensors
import Testing

@testable import Training

@Suite("Training a dense autoencoder")
struct DenseTrainingTests {
    /// An option that cannot be, and a piece of the refusal.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let message: String
        let change: @Sendable (inout DenseAutoencoder.Options) -> Void
        var testDescription: String { message }
    }

    static let refusals = [
        Refusal(message: "a window of 0 rows") { $0.window = 0 },
        Refusal(message: "hidden layers are []") { $0.hidden = [] },
        Refusal(message: "hidden layers are [4, 0]") { $0.hidden = [4, 0] },
        Refusal(message: "1 to 8192 neurons") { $0.hidden = [8193] },
        Refusal(message: "at most 50000000") { $0.hidden = [8192, 8192] },
        Refusal(message: "0 epochs") { $0.epochs = 0 },
        Refusal(message: "batches of 0") { $0.batch = 0 },
        Refusal(message: "the learning rate is 0.0") { $0.learningRate = 0 },
        Refusal(message: "the learning rate is nan") { $0.learningRate = .nan },
        Refusal(message: "the patience is 0") { $0.patience = 0 },
        Refusal(message: "the validation share is 0.6") { $0.validationShare = 0.6 },
        Refusal(message: "the validation share is nan") { $0.validationShare = .nan },
    ]

    @Test("[training-10] refuses options that cannot be", arguments: refusals)
    func refuses(_ this: Refusal) throws {
        let table = try Sample.waves(rows: 60, fields: 2)
        var options = DenseAutoencoder.Options(window: 4, hidden: [4])
        this.change(&options)
        let error = #expect(throws: TrainingError.self) {
            try DenseAutoencoder.fit(table, options, with: Sample.algebra())
        }
        #expect(error?.message.contains(this.message) == true, "\(String(describing: error))")
    }

    @Test("[training-10] the seed's preset is 1-32-16-16-32-1 for one field")
    func seedPreset() throws {
        let table = try Sample.waves(rows: 60, fields: 1)
        var options = DenseAutoencoder.Options(.seed)
        options.epochs = 1
        let model = try DenseAutoencoder.fit(table, options, with: Sample.algebra())
        #expect(model.facts.contains { $0.name == "layers" && $0.value == "1-32-16-16-32-1, relu" })
    }

    @Test("[training-11] the tangent is that of the C library, and the sigmoid follows from it")
    func tangent() {
        var worst: Float = 0
        for step in -120_000...120_000 {
            let number = Float(step) / 10_000
            worst = max(worst, abs(Activation.tanh(number) - Float(Foundation.tanh(Double(number)))))
        }
        #expect(worst < 5e-7)
        #expect(Activation.tanh(1e30) == Activation.tanh(8) && Activation.tanh(-1e30) == -Activation.tanh(8))
        var sums: [Float] = [-3, 0, 2, 30]
        var span = sums.mutableSpan
        Activation.sigmoid.apply(to: &span, bias: ([1, -1] as [Float]).span, columns: 2)
        let expected = [-2.0, -1, 3, 29].map { 1 / (1 + exp(-$0)) }
        #expect(largestDifference(sums.map { Double($0) }, expected) < 3e-7)
    }

    @Test("[training-11] Adam's steps are those of its paper")
    func adam() {
        var optimiser = Adam(rate: 0.01, parameters: 2)
        var parameters: [Float] = [1, -2]
        var (means, squares, expected) = ([0.0, 0.0], [0.0, 0.0], [1.0, -2.0])
        for (time, gradient) in [[0.5, -3.0], [0.1, 4], [-2, 0], [1e-3, 1]].enumerated() {
            optimiser.step(&parameters, gradients: gradient.map { Float($0) })
            for place in 0..<2 {
                means[place] = 0.9 * means[place] + 0.1 * gradient[place]
                squares[place] = 0.999 * squares[place] + 0.001 * gradient[place] * gradient[place]
                let mean = means[place] / (1 - pow(0.9, Double(time + 1)))
                let square = squares[place] / (1 - pow(0.999, Double(time + 1)))
                expected[place] -= 0.01 * mean / (square.squareRoot() + 1e-8)
            }
        }
        #expect(largestDifference(parameters.map { Double($0) }, expected) < 1e-6)
    }

    @Test("[training-11] weights start within their bounds and are used, biases at 0", arguments: Activation.allCases)
    func firstWeights(_ activation: Activation) {
        var random = SplitMix(seed: 11)
        let network = DenseNetwork(sizes: [30, 20, 30], activation: activation, random: &random)
        for layer in network.layers {
            let width = activation == .relu ? layer.inputs : layer.inputs + layer.outputs
            let bound = (6 / Float(width)).squareRoot()
            let weights = network.parameters[layer.weights]
            #expect(weights.allSatisfy { abs($0) <= bound })
            #expect(weights.contains { $0 > 0.9 * bound } && weights.contains { $0 < -0.9 * bound })
            #expect(network.parameters[layer.biases].allSatisfy { $0 == 0 })
        }
        #expect(network.layers.map(\.activation) == [activation, .linear])
    }

    @Test("[training-11] an order of windows holds every window once")
    func shuffles() {
        var random = SplitMix(seed: 5)
        var numbers = (0..<1000).map { Int32($0) }
        random.shuffle(&numbers)
        #expect(numbers != numbers.sorted())
        #expect(numbers.sorted() == (0..<1000).map { Int32($0) })
        // Each of the six orders of three comes about as often as the others.
        var seen: [[Int32]: Int] = [:]
        for _ in 0..<6000 {
            var three: [Int32] = [0, 1, 2]
            random.shuffle(&three)
            seen[three, default: 0] += 1
        }
        #expect(seen.count == 6 && seen.values.allSatisfy { (850...1150).contains($0) })
    }

    @Test("[training-11] learns what lies in fewer dimensions than the data has", arguments: Loss.allCases)
    func learns(_ loss: Loss) throws {
        // A wave and its copies: one dimension in four fields.
        let rows = (0..<800).flatMap { row in
            let wave = sin(Double(row) / 9) + 0.5 * sin(Double(row) / 3.7)
            return [wave, -2 * wave, 5 + wave, 0.1 * wave]
        }
        let table = try TrainingTable(fields: ["a", "b", "c", "d"], rows: rows)
        var options = DenseAutoencoder.Options(window: 1, hidden: [16, 2, 16])
        options.activation = .tanh
        options.loss = loss
        options.epochs = 60
        var losses: [Double] = []
        let model = try DenseAutoencoder.fit(table, options, with: Sample.algebra()) {
            losses.append($0.trainingLoss)
            return true
        }
        let (first, last) = (try #require(losses.first), try #require(losses.last))
        #expect(last < 0.1 * first)
        let scores = model.scores.flatMap(\.scores)
        #expect(scores.reduce(0, +) / Double(scores.count) < 0.08)
    }

    @Test("[training-12] no window that is learnt from shares a row with one that validates")
    func validationRows() throws {
        let table = try Sample.waves(rows: 100, fields: 1)
        var options = DenseAutoencoder.Options(window: 60, hidden: [2])
        options.epochs = 1
        // 41 windows, the last 20 are kept: all others reach into their rows.
        options.validationShare = 0.5
        let error = #expect(throws: TrainingError.self) {
            try DenseAutoencoder.fit(table, options, with: Sample.algebra())
        }
        #expect(error?.message.contains("every other shares rows") == true)
        // With windows of 11 rows, 90 in all, 9 are kept from row 81 on: those up to row 70 are left to learn from.
        let standardisation = try Standardisation(of: table)
        options = DenseAutoencoder.Options(window: 11, hidden: [2])
        let windows = try DenseWindows(of: table, standardisation, window: 11)
        let training = DenseTraining(on: windows, options, with: try Sample.algebra())
        let split = try training.split()
        #expect(split.validation == (81..<90).map { Int32($0) })
        #expect(split.training == (0...70).map { Int32($0) })
    }

    @Test("[training-12] ends when patience is used up, and keeps the best network")
    func patience() throws {
        let table = try Sample.waves(rows: 200, fields: 2)
        var options = DenseAutoencoder.Options(window: 3, hidden: [8])
        options.epochs = 400
        options.patience = 3
        options.learningRate = 0.05
        var reports: [EpochReport] = []
        let stopped = try DenseAutoencoder.fit(table, options, with: Sample.algebra()) {
            reports.append($0)
            return true
        }
        let losses = try reports.map { try #require($0.validationLoss) }
        let best = try #require(losses.indices.min { losses[$0] < losses[$1] })
        #expect(reports.count < 400)
        #expect(reports.count == best + 1 + 3)
        #expect(
            reports.map(\.isBest) == losses.indices.map { index in losses[..<index].allSatisfy { $0 > losses[index] } }
        )
        // A training of just as many epochs as the best one took ends with the same network.
        options.epochs = best + 1
        let exact = try DenseAutoencoder.fit(table, options, with: Sample.algebra())
        #expect(exact.onnx == stopped.onnx)
        #expect(exact.scores == stopped.scores)
    }

    @Test("[training-13] a training can be cancelled after every epoch")
    func cancels() throws {
        let table = try Sample.waves(rows: 100, fields: 2)
        var epochs = 0
        let error = #expect(throws: TrainingError.self) {
            try DenseAutoencoder.fit(table, .init(window: 2, hidden: [4]), with: Sample.algebra()) { _ in
                epochs += 1
                return epochs < 3
            }
        }
        #expect(epochs == 3)
        #expect(error?.message.contains("cancelled after epoch 3") == true)
    }

    @Test("[training-13] a loss that is no longer finite ends the training with what to change")
    func diverges() throws {
        let table = try Sample.waves(rows: 300, fields: 2)
        var options = DenseAutoencoder.Options(window: 2, hidden: Array(repeating: 64, count: 32))
        options.activation = .linear
        options.learningRate = 1
        options.epochs = 1000
        let error = #expect(throws: TrainingError.self) {
            try DenseAutoencoder.fit(table, options, with: Sample.algebra())
        }
        #expect(error?.message.contains("choose a smaller learning rate than 1.0, such as 0.1") == true)
    }
}
