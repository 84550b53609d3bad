/// A way to a new model.
protocol RetrainWay: Sendable {
    /// Sees an order through, on a thread of its own: it may take hours.
    ///
    /// The same order may come again after a restart, whatever became of it; that must do no harm.
    ///
    /// - Parameters:
    ///   - order: What is wanted.
    ///   - stop: True when the program ends; it returns soon then, without a last word.
    ///   - tell: Is told what happens, at most once that it was accepted, and once how it ended.
    func carryOut(_ order: RetrainOrder, until stop: @escaping @Sendable () -> Bool, tell: (RetrainWord) -> Void)
}
