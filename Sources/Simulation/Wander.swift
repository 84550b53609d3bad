/// A value that wanders about 0 with a memory: an autoregressive process of order 1.
struct Wander: Sendable {
    private let spread: Double
    private let memory: Double
    private var value = 0.0

    /// Makes one of a standard deviation, which forgets half and more in `memory` seconds.
    init(spread: Double, memory: Double) {
        self.spread = spread
        self.memory = memory
    }

    /// The value `seconds` after the last.
    mutating func next(_ seconds: Double, _ noise: inout SimulatedNoise) -> Double {
        let kept = memory / (memory + seconds)
        value = kept * value + (1 - kept * kept).squareRoot() * spread * noise.normal()
        return value
    }
}
