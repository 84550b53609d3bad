extension WindowAutoencoder {
    /// How a window autoencoder is trained.
    public struct Options: Sendable, Equatable {
        /// The rows of a window.
        public let window: Int
        /// The share of the variance that the components must explain, above 0 and at most 1.
        public let energy: Double

        /// Checks the options.
        ///
        /// - Throws: the option that cannot be, and what it may be.
        public init(window: Int = 20, energy: Double = 0.9) throws(TrainingError) {
            try WindowLimits.check(window: window)
            guard energy > 0, energy <= 1 else {
                throw TrainingError("the share of variance is \(energy); it must be above 0 and at most 1, such as 0.9")
            }
            self.window = window
            self.energy = energy
        }
    }
}
