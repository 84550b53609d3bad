import Foundation
import Inference
import MQTT

/// The thread of a slow model: one batch at a time, so that nobody else waits for it.
final class ModelWorker: Sendable {
    /// Work and the number under which its completion comes back.
    struct Job: Sendable {
        let id: Int
        let work: any ModelWork
    }

    /// Says that a job is done; what came of it stands in its work.
    struct Completion: Sendable {
        let id: Int
    }

    private let queue = JobQueue<Job>()

    /// Starts the thread; completions are posted to `completions`.
    init(name: String, session: any InferenceSession, completions: Mailbox<Completion>) {
        let thread = Thread { [queue] in
            while let job = queue.next() {
                job.work.run(on: session)
                completions.post(Completion(id: job.id))
            }
        }
        thread.name = "model \(name)"
        thread.start()
    }

    /// Hands over a job; the loop keeps at most one under way, the next batch forms meanwhile.
    func run(_ job: Job) { queue.add(job) }

    /// Ends the thread after the job that it is at.
    func stop() { queue.end(dropping: true) }
}
