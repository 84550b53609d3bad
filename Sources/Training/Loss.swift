/// What gradient descent makes small.
public enum Loss: String, Sendable, CaseIterable {
    /// The mean of the squared residuals.
    case mse
    /// The mean of the absolute residuals.
    case l1
}
