/// Something to tell about a training: `components` is `72 of 160`.
public struct TrainingFact: Sendable, Hashable {
    /// What it is about, in lower case.
    public let name: String
    /// What there is to say.
    public let value: String
}
