/// How long failures that may pass are put up with: pauses that double, with chance in them, up to a deadline.
struct FetchPatience {
    private let policy: FetchPolicy
    private let pace: FetchPace
    private let start: Duration
    private var failures = 0
    private var slow = 0

    init(policy: FetchPolicy, pace: FetchPace, start: Duration) {
        self.policy = policy
        self.pace = pace
        self.start = start
    }

    /// Forgets the failures: something was fetched since.
    mutating func encourage() {
        failures = 0
        slow = 0
    }

    /// How long to wait after a failure.
    ///
    /// - Throws: `deadline` when there is no time left for it, `too_slow` after too many of those in a row.
    mutating func pause(after error: UpdateError) throws(UpdateError) -> Duration {
        slow = error.code == .tooSlow ? slow + 1 : 0
        guard slow < policy.slowAttempts else { throw error }
        // Half of the pause is chance, so that a fleet does not come back at once.
        let doubled = policy.firstPause * (1 << min(failures, 20))
        let pause = min(doubled, policy.longestPause) * (0.5 + pace.chance() / 2)
        failures += 1
        guard pace.now() - start + pause <= policy.deadline else { throw Self.late(policy, error) }
        return pause
    }

    static func late(_ policy: FetchPolicy, _ last: UpdateError?) -> UpdateError {
        UpdateError(
            .deadline,
            "the bundle was not here within \(policy.deadline) (updates.download_deadline, or the command's deadline)"
                + (last.map { "; last: \($0.message)" } ?? "")
        )
    }
}
