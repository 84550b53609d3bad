/// What an answer in JSON says where an output is NaN or infinite, which JSON has no number for.
public enum NonFinitePolicy: String, Sendable, CaseIterable {
    /// The request gets an error.
    case error
    /// The element is `null`.
    case null = "as_null"
}
