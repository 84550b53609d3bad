/// When a new model is asked for.
public struct RetrainRule: Sendable, Hashable {
    /// New rows that are needed at least.
    public let minimalRows: Int
    /// New rows that are needed at least, as a part of the rows of the last training.
    public let minimalShare: Double
    /// Seconds after a request in which there is no second one for the model.
    public let cooldownSeconds: Double

    /// Makes a rule.
    ///
    /// - Throws: When a number is not finite or below 0.
    public init(
        minimalRows: Int = 1000,
        minimalShare: Double = 0.2,
        cooldownSeconds: Double = 86_400
    ) throws(RetrainError) {
        guard minimalRows >= 0, minimalShare >= 0, minimalShare <= 1000, cooldownSeconds >= 0, cooldownSeconds <= 1e9
        else {
            throw .outOfRange(
                "\(minimalRows) rows, a share of \(minimalShare), \(cooldownSeconds) s; expected 0 or more, such as "
                    + "1000, 0.2 and 86400"
            )
        }
        self.minimalRows = minimalRows
        self.minimalShare = minimalShare
        self.cooldownSeconds = cooldownSeconds
    }

    /// The new rows that are needed after a training with so many.
    public func neededRows(trainingRows: Int) -> Int {
        max(minimalRows, Int(min(1e15, (minimalShare * Double(max(0, trainingRows))).rounded(.up))))
    }
}
