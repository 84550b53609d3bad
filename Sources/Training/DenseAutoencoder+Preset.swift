extension DenseAutoencoder {
    /// Sets of layers that have a name.
    public enum Preset: String, Sendable, CaseIterable {
        /// One reading through 32, 16, 16 and 32 neurons: 1-32-16-16-32-1 for one field.
        case seed
        /// Windows of 10 rows through 64, 16 and 64 neurons.
        case small
        /// Windows of 20 rows through 256, 64 and 256 neurons.
        case wide

        /// The rows of a window.
        public var window: Int {
            switch self {
            case .seed: 1
            case .small: 10
            case .wide: 20
            }
        }

        /// The sizes of the hidden layers.
        public var hidden: [Int] {
            switch self {
            case .seed: [32, 16, 16, 32]
            case .small: [64, 16, 64]
            case .wide: [256, 64, 256]
            }
        }
    }
}
