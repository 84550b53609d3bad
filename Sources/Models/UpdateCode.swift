/// Why an update did not come to pass; the words that progress, events and the command line carry.
public enum UpdateCode: String, Sendable, Hashable, CaseIterable {
    /// The command itself cannot be read.
    case badCommand = "bad_command"
    case badManifest = "bad_manifest"
    case badSignature = "bad_signature"
    case unknownKey = "unknown_key"
    case expired
    case downgrade
    case nameMismatch = "name_mismatch"
    /// The software, the hardware or the memory is not what the bundle needs.
    case requires
    case badPath = "bad_path"
    case digestMismatch = "digest_mismatch"
    case tooLarge = "too_large"
    case downloadFailed = "download_failed"
    case tooSlow = "too_slow"
    case deadline
    case noSpace = "no_space"
    case readOnly = "read_only"
    case probeFailed = "probe_failed"
    case probeCrash = "probe_crash"
    case probeTimeout = "probe_timeout"
    case probeMemory = "probe_memory"
    case probeSlow = "probe_slow"
    case shadowDisagrees = "shadow_disagrees"
    case errorRate = "error_rate"
    case latencyRegression = "latency_regression"
    case crashInTrial = "crash_in_trial"
    case driftInTrial = "drift_in_trial"
    case rejectedBefore = "rejected_before"
    case busy
    case cancelled
    case unknownModel = "unknown_model"
    case nothingToRollBack = "nothing_to_roll_back"
    case nothingToConfirm = "nothing_to_confirm"
    case `internal`
}
