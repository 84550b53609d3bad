import Tensors

/// Gradient descent on a dense autoencoder, epoch by epoch.
struct DenseTraining {
    /// The windows that are taken through the network at once where nothing is learnt.
    static let block = 256

    private let windows: DenseWindows
    private let options: DenseAutoencoder.Options
    private let algebra: LinearAlgebra

    private var random: SplitMix
    private var pass: DensePass
    private var batch: [Float]
    private(set) var network: DenseNetwork

    init(on windows: DenseWindows, _ options: DenseAutoencoder.Options, with algebra: LinearAlgebra) {
        self.windows = windows
        self.options = options
        self.algebra = algebra
        random = SplitMix(seed: options.seed)
        network = DenseNetwork(
            sizes: [windows.size] + options.hidden + [windows.size],
            activation: options.activation,
            random: &random
        )
        let most = max(options.batch, Self.block)
        pass = DensePass(network.layers, windows: most)
        batch = Array(repeating: 0, count: most * windows.size)
    }

    /// What came of a training.
    struct Outcome {
        /// The last epoch that was run, counted from 1.
        let epochs: Int
        /// The epoch whose network was kept.
        let best: EpochReport
    }

    /// Trains until the epochs are used up or patience is; keeps the network of the best epoch.
    ///
    /// - Throws: when the loss is no longer finite, or `progress` says false.
    mutating func run(progress: (EpochReport) -> Bool) throws(TrainingError) -> Outcome {
        var (training, validation) = try split()
        var optimiser = Adam(rate: options.learningRate, parameters: network.parameters.count)
        var slopes = [Float](repeating: 0, count: network.parameters.count)
        var report = try run(epoch: 1, &training, validation, &optimiser, &slopes, best: nil)
        var best = (report: report, parameters: network.parameters)
        while progress(report) {
            let isPatient = validation.isEmpty || report.epoch - best.report.epoch < options.patience
            guard isPatient, report.epoch < options.epochs else {
                network.parameters = best.parameters
                return Outcome(epochs: report.epoch, best: best.report)
            }
            report = try run(epoch: report.epoch + 1, &training, validation, &optimiser, &slopes, best: best.report)
            if report.isBest { best = (report, network.parameters) }
        }
        throw TrainingError("the training was cancelled after epoch \(report.epoch); nothing was kept")
    }

    /// One pass over the windows in a new order, and what those for validation say then.
    private mutating func run(
        epoch: Int,
        _ training: inout [Int32],
        _ validation: [Int32],
        _ optimiser: inout Adam,
        _ slopes: inout [Float],
        best: EpochReport?
    ) throws(TrainingError) -> EpochReport {
        random.shuffle(&training)
        let trainingLoss = learn(training, &optimiser, &slopes)
        let validationLoss = validation.isEmpty ? nil : loss(of: validation)
        try check(trainingLoss, validationLoss, epoch: epoch)
        return EpochReport(
            epoch: epoch,
            epochs: options.epochs,
            trainingLoss: trainingLoss,
            validationLoss: validationLoss,
            isBest: best.map { validationLoss ?? trainingLoss < $0.decisive } ?? true
        )
    }

    /// The windows to learn from and the last ones, for validation, with which they share no row.
    func split() throws(TrainingError) -> (training: [Int32], validation: [Int32]) {
        let all = windows.starts
        let kept = options.validationShare == 0 ? 0 : max(1, Int(options.validationShare * Double(all.count)))
        let validation = Array(all.suffix(kept))
        let limit = validation.first.map { Int($0) - windows.window + 1 } ?? .max
        let training = all.dropLast(kept).filter { Int($0) < limit }
        guard !training.isEmpty else {
            throw TrainingError(
                "of \(all.count) windows \(kept) are kept for validation, and every other shares rows with these: give "
                    + "more rows, choose a shorter window, or a validation share of 0"
            )
        }
        return (Array(training), validation)
    }

    private func check(_ training: Double, _ validation: Double?, epoch: Int) throws(TrainingError) {
        guard training.isFinite, (validation ?? 0).isFinite else {
            throw TrainingError(
                "the loss is no longer a finite number in epoch \(epoch): choose a smaller learning rate than "
                    + "\(options.learningRate), such as \(options.learningRate / 10), or look for absurd readings"
            )
        }
    }

    /// One epoch; returns the mean loss.
    private mutating func learn(_ starts: [Int32], _ optimiser: inout Adam, _ slopes: inout [Float]) -> Double {
        var sum = 0.0
        for first in stride(from: 0, to: starts.count, by: options.batch) {
            let some = starts[first..<min(first + options.batch, starts.count)]
            windows.gather(some, into: &batch)
            pass.forward(batch, windows: some.count, network, with: algebra)
            sum += pass.backward(
                batch,
                windows: some.count,
                network,
                options.loss,
                into: &slopes,
                with: algebra
            )
            optimiser.step(&network.parameters, gradients: slopes)
        }
        return sum / Double(starts.count)
    }

    /// The mean loss of windows that are not learnt from.
    private mutating func loss(of starts: [Int32]) -> Double {
        var sum = 0.0
        let loss = options.loss
        measure(starts) { output, input in sum += loss.value(of: output, input) }
        return sum / Double(starts.count)
    }

    /// The mean absolute residual of every window.
    mutating func scores() -> [Double] {
        var scores: [Double] = []
        scores.reserveCapacity(windows.starts.count)
        measure(windows.starts) { output, input in scores.append(Loss.l1.value(of: output, input)) }
        return scores
    }

    private mutating func measure(_ starts: [Int32], _ body: (Span<Float>, Span<Float>) -> Void) {
        let size = windows.size
        for first in stride(from: 0, to: starts.count, by: Self.block) {
            let some = starts[first..<min(first + Self.block, starts.count)]
            windows.gather(some, into: &batch)
            pass.forward(batch, windows: some.count, network, with: algebra)
            let output = pass.output
            for window in 0..<some.count {
                let place = window * size..<(window + 1) * size
                body(output.span.extracting(place), batch.span.extracting(place))
            }
        }
    }
}
