/// What becomes of a reading that does not come in order.
public enum OrderPolicy: String, Sendable, CaseIterable {
    /// It is passed over.
    case drop
    /// It is taken.
    case accept
}
