/// How fast time passes while messages are sent.
public enum Speed: Sendable, Equatable {
    /// So many times as fast as it did, or as it does.
    case times(Double)
    /// As fast as the broker takes messages.
    case maximum
}
