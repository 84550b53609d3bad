import Foundation
import Logging
import MQTT
import Models
import Transfer

/// The thread that does the work of one model's update, one thing after the other.
final class UpdateWorker: Sendable {
    /// What it has to tell.
    enum Word: Sendable {
        case outcome(job: String, WorkOutcome)
        case staged(job: String, StagedModel)
    }

    private enum Task: Sendable {
        case step(UpdateStep, Cancellation)
        case discard(job: String)
        case collect(keeping: Set<BundleID>, without: Set<BundleID>)
    }

    /// What is worth telling of a step's progress.
    private struct News {
        /// Shortest time between two words of progress.
        private static let interval = Duration.seconds(2)
        private var told: Duration?
        private var trouble: String?

        /// Trouble at once and once, as long as it is the same; how far it is now and then.
        mutating func outcome(_ progress: FetchProgress, _ now: Duration) -> WorkOutcome? {
            if let error = progress.trouble {
                guard trouble != error.message else { return nil }
                trouble = error.message
                return .waiting(error)
            }
            guard progress.total > 0 else { return nil }
            if trouble == nil, let told, now - told < Self.interval { return nil }
            (trouble, told) = (nil, now)
            return .progress(done: progress.done, total: progress.total, resumed: progress.resumed)
        }
    }

    private let model: Name
    private let work: any UpdateWork
    private let clock: UpdateClock
    private let faults: FaultPoints
    private let logger: Logger
    private let tasks = JobQueue<Task>()
    private let finished = DispatchSemaphore(value: 0)
    private let current = Guarded<(job: String, cancellation: Cancellation)?>(nil)

    /// Starts the thread; `tell` is called on it.
    init(
        model: Name,
        work: any UpdateWork,
        clock: UpdateClock,
        faults: FaultPoints,
        logger: Logger,
        tell: @escaping @Sendable (Word) -> Void
    ) {
        self.model = model
        self.work = work
        self.clock = clock
        self.faults = faults
        self.logger = logger
        let thread = Thread { [self] in
            while let task = tasks.next() { perform(task, tell) }
            finished.signal()
        }
        thread.name = "marram update"
        thread.start()
    }

    /// Does a step when all before it is done.
    func add(_ step: UpdateStep) {
        let cancellation = current.withLock { current in
            if let current, current.job == step.job.id { return current.cancellation }
            let cancellation = Cancellation()
            current = (step.job.id, cancellation)
            return cancellation
        }
        tasks.add(.step(step, cancellation))
    }

    /// Breaks off what is done for a job.
    func cancel(_ job: String) {
        current.withLock { current in
            guard let found = current, found.job == job else { return }
            found.cancellation.cancel()
            current = nil
        }
    }

    /// Removes what was downloaded for a job, when all before it is done.
    func discard(_ job: String) { tasks.add(.discard(job: job)) }

    /// Removes bundles that nobody needs, when all before it is done.
    func collect(keeping bundles: Set<BundleID>, without unwanted: Set<BundleID>) {
        tasks.add(.collect(keeping: bundles, without: unwanted))
    }

    /// Lets the thread end after what it is at.
    func end() { tasks.end(dropping: true) }

    /// Waits for the end of the thread; false when that takes longer.
    func join(until limit: DispatchTime) -> Bool { finished.wait(timeout: limit) == .success }

    private func perform(_ task: Task, _ tell: @escaping @Sendable (Word) -> Void) {
        switch task {
        case .step(let step, let cancellation):
            guard !cancellation.isCancelled else { return }
            tell(outcome(of: step, cancellation, tell))
        case .discard(let job):
            attempt("what was downloaded cannot be removed") { () throws(UpdateError) in
                try work.discard(job, of: model)
            }
        case .collect(let bundles, let unwanted):
            attempt("bundles that nobody needs cannot be removed") { () throws(UpdateError) in
                try work.collect(model, keeping: bundles, without: unwanted)
            }
            work.takeReserveBack()
        }
    }

    private func attempt(_ complaint: Logger.Message, _ body: () throws(UpdateError) -> Void) {
        do throws(UpdateError) {
            try body()
        } catch {
            logger.warning(complaint, metadata: ["model": "\(model)", "reason": "\(error)"])
        }
    }

    private func outcome(
        of step: UpdateStep,
        _ cancellation: Cancellation,
        _ tell: @escaping @Sendable (Word) -> Void
    ) -> Word {
        let job = step.job.id
        let news = Guarded(News())
        do throws(UpdateError) {
            let (outcome, staged) = try work.perform(
                step,
                of: model,
                cancellation: cancellation,
                faults: faults
            ) { [clock] progress in
                let outcome = news.withLock { $0.outcome(progress, clock.now().monotonic) }
                if let outcome { tell(.outcome(job: job, outcome)) }
            }
            return staged.map { .staged(job: job, $0) } ?? .outcome(job: job, outcome)
        } catch {
            return .outcome(job: job, .failed(error))
        }
    }
}
