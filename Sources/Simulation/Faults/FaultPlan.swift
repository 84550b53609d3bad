/// What goes wrong with a device, and when.
public enum FaultPlan: Sendable, Equatable {
    /// Nothing: as data to learn from should be.
    case none
    /// Faults of these kinds by chance, so many seconds from the end of one to the start of the next on average.
    case random([FaultKind], gap: Double)
    /// These, in the order of their starts; one that begins before the last has ended waits until then.
    case given([Fault])
}
