extension DenseAutoencoder {
    /// How a dense autoencoder is trained.
    ///
    /// The threads are those of `LinearAlgebra`: the same seed, library and threads give the same bits.
    public struct Options: Sendable, Equatable {
        /// The rows of a window, at least 1.
        public var window: Int
        /// The sizes of the hidden layers, at least one; input and output have window x fields.
        public var hidden: [Int]
        /// The activation of the hidden layers; the output is linear.
        public var activation: Activation = .relu
        /// What is made small.
        public var loss: Loss = .mse
        /// The most passes over the windows, at least 1.
        public var epochs = 100
        /// The windows of a mini-batch, at least 1.
        public var batch = 32
        /// The step size of Adam, above 0.
        public var learningRate = 0.001
        /// The epochs without a better validation loss after which training ends, at least 1.
        public var patience = 10
        /// The share of the windows, the last in time, that is kept back for validation; 0: none, and no early end.
        public var validationShare = 0.1
        /// Where the random numbers start: weights and the order of windows.
        public var seed: UInt64 = 1

        /// The options of a preset.
        public init(_ preset: Preset = .small) {
            self.init(window: preset.window, hidden: preset.hidden)
        }

        /// The options for a window and hidden layers, all else as it is by default.
        public init(window: Int, hidden: [Int]) {
            self.window = window
            self.hidden = hidden
        }

        /// Throws the first option that cannot be, with what it may be.
        public func check() throws(TrainingError) {
            try WindowLimits.check(window: window)
            guard (1...32).contains(hidden.count), hidden.allSatisfy({ (1...8192).contains($0) }) else {
                throw TrainingError("the hidden layers are \(hidden): 1 to 32 layers of 1 to 8192 neurons are needed")
            }
            guard (1...1_000_000).contains(epochs) else {
                throw TrainingError("\(epochs) epochs were asked for; there must be 1 to 1000000")
            }
            guard (1...65536).contains(batch) else {
                throw TrainingError("batches of \(batch) windows were asked for; they must have 1 to 65536")
            }
            guard learningRate > 0, learningRate <= 1 else {
                throw TrainingError("the learning rate is \(learningRate); it must be above 0 and at most 1")
            }
            guard patience >= 1 else {
                throw TrainingError("the patience is \(patience) epochs; it must be at least 1")
            }
            guard validationShare >= 0, validationShare <= 0.5 else {
                throw TrainingError("the validation share is \(validationShare); it must be from 0 to 0.5")
            }
        }

        /// Checks that the network for windows of so many numbers is not too large.
        func checkSize(_ size: Int) throws(TrainingError) {
            let sizes = [size] + hidden + [size]
            let weights = zip(sizes, hidden + [size]).reduce(0) { $0 + $1.0 * $1.1 }
            guard weights <= 50_000_000 else {
                throw TrainingError(
                    "layers of \(sizes) have \(weights) weights; at most 50000000 are taken: choose smaller layers or a "
                        + "shorter window"
                )
            }
        }
    }
}
