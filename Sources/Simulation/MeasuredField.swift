/// One thing that a device measures.
public struct MeasuredField: Sendable, Equatable {
    /// Its name in payloads and files.
    public let name: String
    /// How far it usually swings around its mean: the unit in which faults are sized.
    public let spread: Double
    /// How finely it is measured: values are whole multiples of 1 / steps.
    public let steps: Double

    init(_ name: String, spread: Double, steps: Double = 1000) {
        self.name = name
        self.spread = spread
        self.steps = steps
    }

    /// The value as the instrument shows it.
    func measured(_ value: Double) -> Double { (value * steps).rounded() / steps }
}
