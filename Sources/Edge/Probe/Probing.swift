public import Models
public import Transfer

/// Tries out whether a bundle's model can be loaded, answers as it should and is quick enough.
public protocol Probing: Sendable {
    /// Probes a bundle; blocks until that is done.
    ///
    /// - Throws: `probe_failed`, `probe_crash`, `probe_timeout`, `probe_memory`, `probe_slow` or `requires` where it is
    ///   the bundle's fault, `cancelled`, and `internal` where the probe itself could not be done.
    func probe(_ bundle: VerifiedBundle, cancellation: Cancellation?) throws(UpdateError) -> ProbeReport
}
