/// How far the training of a dense autoencoder has come.
public struct EpochReport: Sendable, Equatable {
    /// The epoch that has ended, counted from 1.
    public let epoch: Int
    /// The most epochs there will be.
    public let epochs: Int
    /// The mean loss over the windows of the epoch, each as its batch found it.
    public let trainingLoss: Double
    /// The loss over the windows kept back for validation; nil where none are.
    public let validationLoss: Double?
    /// Whether this is the best epoch so far.
    public let isBest: Bool
}

extension EpochReport {
    /// The loss by which epochs are compared.
    var decisive: Double { validationLoss ?? trainingLoss }
}
