import Logging
import Models

/// What the updater is made from; made on any thread.
struct UpdaterBlueprint: Sendable {
    /// The models of the configuration, as they were left or settled.
    let courses: [UpdateCourse]
    /// Bundles of the configuration that are new.
    let offers: [InstallCommand]
    let work: any UpdateWork
    let ledger: UpdateLedger
    let clock: UpdateClock
    /// False when the process before this one ended without a word.
    let wasClean: Bool
    let logger: Logger
}
