/// A step of a component's life that has a script.
public enum LocalStep: String, Sendable, Hashable, Codable, CaseIterable {
    case bootstrap, install, run, startup, shutdown, recover

    /// How long it may take where the recipe does not say; nil: as long as it likes.
    public var usualTimeout: Duration? {
        switch self {
        case .bootstrap, .install, .startup: .seconds(120)
        case .run: nil
        case .shutdown: .seconds(15)
        case .recover: .seconds(60)
        }
    }
}
