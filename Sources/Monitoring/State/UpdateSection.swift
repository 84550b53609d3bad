/// The latest updates, the newest first.
package struct UpdateSection: Sendable, Equatable, Encodable {
    /// A phase of an update, with what was said of it last.
    package struct Step: Sendable, Equatable, Encodable {
        package var phase: String
        package var status: String
        /// RFC 3339.
        package var time: String
        package var details: [String: String]
        package var code: String?
        package var reason: String?

        /// Makes one.
        package init(
            phase: String,
            status: String,
            time: String,
            details: [String: String] = [:],
            code: String? = nil,
            reason: String? = nil
        ) {
            self.phase = phase
            self.status = status
            self.time = time
            self.details = details
            self.code = code
            self.reason = reason
        }
    }

    /// An update.
    package struct Job: Sendable, Equatable, Encodable {
        package var job: String
        package var model: String
        package var version: String?
        package var status: String
        package var phase: String
        package var code: String?
        package var reason: String?
        package var started: String
        package var changed: String
        package var ended: String?
        package var steps: [Step]
    }

    /// Most updates that are shown.
    package static let mostJobs = 20
    /// Most steps of one.
    package static let mostSteps = 32

    package private(set) var jobs: [Job] = []
    /// Updates that ended, by what became of them.
    package private(set) var ended: [String: Int] = [:]

    /// Makes one of a node that has seen none.
    package init() {}

    enum CodingKeys: String, CodingKey {
        case jobs
    }

    /// Takes what is said of an update.
    ///
    /// - Parameters:
    ///   - job: its name.
    ///   - model: whose update it is.
    ///   - version: the new version, where it is known.
    ///   - step: where it is.
    ///   - isEnd: true when it ends with that.
    package mutating func note(job: String, model: String, version: String?, _ step: Step, isEnd: Bool) {
        var entry: Job
        if let place = jobs.firstIndex(where: { $0.job == job && $0.model == model }) {
            entry = jobs.remove(at: place)
        } else {
            entry = Job(
                job: job,
                model: model,
                status: step.status,
                phase: step.phase,
                started: step.time,
                changed: step.time,
                steps: []
            )
        }
        if isEnd, entry.ended == nil { ended[step.status, default: 0] += 1 }
        entry.version = version ?? entry.version
        (entry.status, entry.phase, entry.changed) = (step.status, step.phase, step.time)
        (entry.code, entry.reason) = (step.code, step.reason)
        entry.ended = isEnd ? step.time : nil
        entry.add(step)
        jobs.insert(entry, at: 0)
        if jobs.count > Self.mostJobs { jobs.removeLast() }
    }
}

extension UpdateSection.Job {
    fileprivate mutating func add(_ step: UpdateSection.Step) {
        if let last = steps.last, last.phase == step.phase {
            var merged = step
            merged.details = last.details.merging(step.details) { $1 }
            steps[steps.count - 1] = merged
        } else if steps.count < UpdateSection.mostSteps {
            steps.append(step)
        }
    }
}
