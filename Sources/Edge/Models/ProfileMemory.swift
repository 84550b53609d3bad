import Logging
import Storage

/// What earlier starts have measured of models, and what the next ones are told.
///
/// Without the disk a node serves all the same: it then measures again.
struct ProfileMemory: Sendable {
    /// Changes when models are measured in another way: what was measured before then counts no more.
    static let method = 1
    /// Measurements of a model that may end with the process; after that it is left alone.
    static let attempts = 2

    let database: StateDatabase
    let runtimeVersion: String
    let processors: Int
    /// The configured threads within one run; nil: chosen by measurement.
    let threads: Int?
    let logger: Logger

    /// The key of a model's file on this machine.
    func key(_ fingerprint: ModelFingerprint) -> ProfileKey {
        ProfileKey(
            digest: fingerprint.digest,
            runtime: runtimeVersion,
            processors: processors,
            threads: threads ?? 0,
            method: Self.method
        )
    }

    /// What is known of a model.
    func recall(_ key: ProfileKey) -> MeasuredProfile? {
        attempt { () throws(StorageError) in try database.profile(key) } ?? nil
    }

    /// Notes that a measurement begins; false when too many have taken the process with them.
    func begin(_ key: ProfileKey) -> Bool {
        (attempt { () throws(StorageError) in try database.beginMeasurement(key) } ?? 0) < Self.attempts
    }

    /// Takes the note back.
    func abandon(_ key: ProfileKey) {
        attempt { () throws(StorageError) in try database.abandonMeasurement(key) }
    }

    /// Remembers what a measurement has found.
    func remember(_ profile: MeasuredProfile, _ key: ProfileKey) {
        attempt { () throws(StorageError) in try database.remember(profile, for: key) }
    }

    @discardableResult
    private func attempt<Value>(_ body: () throws(StorageError) -> Value) -> Value? {
        do throws(StorageError) {
            return try body()
        } catch {
            logger.warning(
                "what is measured of models cannot be remembered; it is measured again next time",
                metadata: ["reason": "\(error)"]
            )
            return nil
        }
    }
}
