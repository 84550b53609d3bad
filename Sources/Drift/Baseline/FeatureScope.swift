/// What a feature is to the model.
public enum FeatureScope: String, Sendable, Codable, CaseIterable {
    /// It goes in.
    case input
    /// It comes out.
    case output
    /// It says how wrong the model was.
    case error
    /// It is an autoencoder's score.
    case reconstruction
}
