public import Foundation
public import Transfer

/// Finds the credentials that this process has, in the order that AWS's own tools go by, and keeps them fresh.
///
/// Any number of threads may ask at once; they share one search. Temporary keys are fetched anew 15 minutes before they
/// end, while the others go on with the old ones; in the last 10 minutes everybody waits for the new ones.
///
/// `@unchecked Sendable`: all variables are only touched while `condition` is locked.
public final class CredentialChain: @unchecked Sendable {
    private static let advisory: TimeInterval = 15 * 60
    private static let mandatory: TimeInterval = 10 * 60
    /// A source that still gives the same keys, or fails while they last, is not asked more often.
    private static let pause: TimeInterval = 60

    private let find: @Sendable () throws(AWSError) -> Credentials
    private let clock: @Sendable () -> Date
    private let condition = NSCondition()
    private var cached: Credentials?
    private var isSearching = false
    private var searches = 0
    private var lastFailure: AWSError?
    private var nextSearch = Date.distantPast

    /// Makes a chain; nothing is read or connected before credentials are asked for.
    ///
    /// - Parameters:
    ///   - environment: The process's variables.
    ///   - homeDirectory: Where `.aws` is; nil: only files that the environment names are read.
    ///   - profile: Named by the configuration: keys in the environment do not count then; nil: `AWS_PROFILE`, else
    ///     `default`.
    ///   - http: What STS is asked with.
    ///   - metadata: What the container's and the machine's own services are asked with, never through a proxy; nil: one
    ///     that waits for them no longer than two seconds.
    ///   - clock: Tells the time.
    ///   - sleep: Waits for some seconds.
    public convenience init(
        environment: [String: String],
        homeDirectory: String?,
        profile: String? = nil,
        http: HTTPClient,
        metadata: HTTPClient? = nil,
        clock: @escaping @Sendable () -> Date = { Date() },
        sleep: @escaping @Sendable (TimeInterval) -> Void = { Thread.sleep(forTimeInterval: $0) }
    ) {
        let search = CredentialSearch(
            environment: environment,
            homeDirectory: homeDirectory,
            profile: profile,
            http: http,
            metadata: metadata ?? HTTPClient(MetadataService.options, environment: [:]),
            clock: clock,
            sleep: sleep
        )
        self.init(clock: clock) { () throws(AWSError) in try search.run() }
    }

    /// Keeps fresh what `find` finds.
    init(clock: @escaping @Sendable () -> Date, find: @escaping @Sendable () throws(AWSError) -> Credentials) {
        self.find = find
        self.clock = clock
    }

    /// Credentials that are valid now; searches for them where there are none, or they are about to end.
    ///
    /// - Throws: When nothing gives any; the error says where they were looked for and why each place gave none.
    public func credentials() throws(AWSError) -> Credentials {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let cached, !isDue(cached) || (isSearching && remaining(cached) > Self.mandatory) { return cached }
            guard isSearching else { return try search() }
            let current = searches
            while isSearching, searches == current { condition.wait() }
            // Whoever waited shares the outcome, also a failure.
            if let lastFailure { return try fallBack(lastFailure) }
        }
    }

    /// Lets go of what was found, so that the next call searches anew: for keys that AWS does not accept any longer.
    public func forget() {
        condition.lock()
        defer { condition.unlock() }
        cached = nil
        nextSearch = .distantPast
    }

    /// Lets go of these keys, unless another thread has found new ones meanwhile.
    func forget(_ refused: Credentials) {
        condition.lock()
        defer { condition.unlock() }
        guard cached == refused else { return }
        cached = nil
        nextSearch = .distantPast
    }

    /// Called with the lock held, which is let go of during the search.
    private func search() throws(AWSError) -> Credentials {
        isSearching = true
        condition.unlock()
        let outcome: Result<Credentials, AWSError>
        do throws(AWSError) {
            outcome = .success(try find())
        } catch {
            outcome = .failure(error)
        }
        condition.lock()
        isSearching = false
        searches += 1
        nextSearch = clock().addingTimeInterval(Self.pause)
        condition.broadcast()
        switch outcome {
        case .success(let found) where remaining(found) > 0:
            cached = found
            lastFailure = nil
            return found
        case .success(let found):
            return try fail(
                AWSError("Credentials", "\(found) have ended already; check this device's clock", isPassing: true)
            )
        case .failure(let error):
            return try fail(error)
        }
    }

    private func fail(_ error: AWSError) throws(AWSError) -> Credentials {
        lastFailure = error
        return try fallBack(error)
    }

    /// What was found earlier, where it lasts for another minute.
    private func fallBack(_ error: AWSError) throws(AWSError) -> Credentials {
        guard let cached, remaining(cached) > 60 else { throw error }
        return cached
    }

    private func isDue(_ credentials: Credentials) -> Bool {
        let remaining = remaining(credentials)
        return remaining <= 0 || (remaining < Self.advisory && (clock() >= nextSearch || remaining <= 60))
    }

    private func remaining(_ credentials: Credentials) -> TimeInterval {
        credentials.expires?.timeIntervalSince(clock()) ?? .infinity
    }
}
