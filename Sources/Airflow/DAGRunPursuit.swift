public import Transfer

/// Asks for a run and follows it to its end, however often the server cannot be reached meanwhile.
public struct DAGRunPursuit: Sendable {
    /// What happens on the way.
    public enum Word: Sendable, Hashable {
        /// The run is there; told once.
        case accepted(DAGRun)
        /// The run waits, since its DAG is paused; told once.
        case paused
        /// Something does not work now and is tried again; the same trouble is told once.
        case trouble(AirflowError)
    }

    /// How it ends.
    public enum Ending: Sendable, Hashable {
        /// All that the run had to do is done.
        case succeeded
        /// The run has failed.
        case failed
        /// Whoever asked has changed their mind; the run goes on.
        case stopped
    }

    private let client: AirflowClient
    private let poll: Duration
    private let timeout: Duration
    private let patience: AirflowPatience

    /// Makes one.
    ///
    /// - Parameters:
    ///   - client: Asks the server.
    ///   - poll: Time between two questions how far the run is.
    ///   - timeout: How long all may take, from the first question on.
    ///   - patience: How long is waited when something does not work.
    public init(client: AirflowClient, poll: Duration, timeout: Duration, patience: AirflowPatience = AirflowPatience())
    {
        self.client = client
        self.poll = poll
        self.timeout = timeout
        self.patience = patience
    }

    /// Asks for a run, or finds the one that was asked for earlier, and waits for its end.
    ///
    /// - Parameters:
    ///   - id: The run's identifier.
    ///   - conf: What it works with; see ``AirflowClient/trigger(_:conf:orderID:cancellation:)``.
    ///   - orderID: Its member `order_id`.
    ///   - cancellation: Ends the wait within a second.
    ///   - tell: Is told what happens on the way.
    /// - Returns: How it ended.
    /// - Throws: What trying again does not mend, and `deadline`.
    public func run(
        _ id: String,
        conf: some Encodable,
        orderID: String,
        cancellation: Cancellation,
        tell: (Word) -> Void
    ) throws(AirflowError) -> Ending {
        var course = Course(deadline: patience.now() + timeout)
        while true {
            do throws(AirflowError) {
                if course.state == nil {
                    let run = try client.trigger(id, conf: conf, orderID: orderID, cancellation: cancellation)
                    tell(.accepted(run))
                    course.state = run.state
                    course.queuedSince = patience.now()
                } else {
                    course.state = try client.run(id, cancellation: cancellation).state
                }
                course.failures = 0
                if case .success? = course.state { return .succeeded }
                if case .failed? = course.state { return .failed }
            } catch {
                if error.code == .cancelled { return .stopped }
                guard error.isPassing else { throw error }
                course.failures += 1
                course.retryAfter = error.retryAfter
                if course.trouble != error.message { tell(.trouble(error)) }
                course.trouble = error.message
            }
            askWhetherPaused(&course, cancellation, tell)
            guard try wait(course, id, cancellation) else { return .stopped }
        }
    }

    /// Asks for the reason why a run does not begin; an answer is of use, but not needed.
    private func askWhetherPaused(_ course: inout Course, _ cancellation: Cancellation, _ tell: (Word) -> Void) {
        guard case .queued? = course.state, let since = course.queuedSince, patience.now() - since >= patience.queued
        else { return }
        course.queuedSince = patience.now()
        do throws(AirflowError) {
            course.isPaused = try client.isPaused(cancellation: cancellation)
            guard course.isPaused else { return }
            tell(.paused)
        } catch {
            if error.code != .cancelled { tell(.trouble(error)) }
        }
        course.queuedSince = nil
    }

    /// What is kept between two questions.
    private struct Course {
        let deadline: ContinuousClock.Instant
        /// Nil: it was not asked for with success.
        var state: DAGRun.State?
        /// Since when a run waits that is to be asked about; nil: none is.
        var queuedSince: ContinuousClock.Instant?
        var failures = 0
        var trouble: String?
        var retryAfter: Duration?
        var isPaused = false
    }

    /// Waits before the next question; false when it is not wanted any more.
    private func wait(
        _ course: Course,
        _ id: String,
        _ cancellation: Cancellation
    ) throws(AirflowError) -> Bool {
        let pause =
            course.failures == 0
            ? poll : patience.pause(afterFailures: course.failures, asked: course.retryAfter)
        let rest = course.deadline - patience.now()
        guard patience.wait(min(pause, max(rest, .zero)), until: { cancellation.isCancelled }) else { return false }
        guard pause >= rest else { return true }
        guard let state = course.state else {
            throw AirflowError(
                .deadline,
                "run \(id) of DAG \(client.dag) could not be asked for within \(timeout): \(course.trouble ?? "no answer")"
            )
        }
        let paused = course.isPaused ? ", its DAG is paused" : ""
        throw AirflowError(
            .deadline,
            "run \(id) of DAG \(client.dag) is \(state) after \(timeout)\(paused); nobody waits for it any more, but it goes on"
        )
    }
}
