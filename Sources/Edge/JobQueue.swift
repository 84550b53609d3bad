import Foundation
import MQTT

/// Jobs on their way from the loop to a thread that does them one after the other.
final class JobQueue<Job: Sendable>: Sendable {
    private struct State {
        var jobs: [Job] = []
        var isEnded = false
    }

    private let state = Guarded(State())
    private let arrived = DispatchSemaphore(value: 0)

    /// Hands over a job.
    func add(_ job: Job) {
        state.withLock { $0.jobs.append(job) }
        arrived.signal()
    }

    /// Lets the thread come to its end: at once, or after the jobs that it was given.
    func end(dropping: Bool) {
        state.withLock { state in
            state.isEnded = true
            if dropping { state.jobs.removeAll() }
        }
        arrived.signal()
    }

    /// Waits for the next job; nil at the end.
    func next() -> Job? {
        while true {
            arrived.wait()
            let (job, isEnded) = state.withLock { state in
                (state.jobs.isEmpty ? nil : state.jobs.removeFirst(), state.isEnded)
            }
            if let job { return job }
            if isEnded { return nil }
        }
    }
}
