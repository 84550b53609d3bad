import Foundation
import Logging
import Models
import Storage

/// What the updater's thread has and does; used on that thread alone.
final class UpdaterLoop {
    /// What reaches the thread.
    enum Message: Sendable {
        case outside(UpdateMessage)
        case worker(Name, UpdateWorker.Word)
    }

    /// An event on its way to a model's machine.
    struct Letter {
        let model: Name
        let event: UpdateEvent
        /// The command to be acknowledged once it is in the table.
        var number: Int?
        /// True when its withdrawal went out although it could not be written down.
        var hasWithdrawn = false
    }

    /// How long nobody need be told again of what has happened.
    private static let certainty = Duration.seconds(10)
    private static let retry = Duration.seconds(2)
    private static let mostUntold = 32

    let blueprint: UpdaterBlueprint
    /// Hands a word to the loop's thread; it does not wait.
    let post: @Sendable (UpdaterWord) -> Void
    var courses: [Name: UpdateCourse]
    /// Letters that the disk did not take, in order; those of a model wait for each other.
    var backlog: [Letter] = []
    /// What keeps updates from working.
    var trouble: String?
    /// What people's words are kept under, by the number of their reply.
    var commands: [Int: String] = [:]
    private let queue: TimedQueue<Message>
    private var workers: [Name: UpdateWorker] = [:]
    private var told: [Name: (state: ModelState, at: Duration)] = [:]
    /// When something was told last that may have to be told again after a crash; nil: nothing was.
    private var eventAt: Duration?
    private var isStopping = false

    init(
        _ blueprint: UpdaterBlueprint,
        queue: TimedQueue<Message>,
        post: @escaping @Sendable (UpdaterWord) -> Void
    ) {
        self.blueprint = blueprint
        self.queue = queue
        self.post = post
        courses = Dictionary(uniqueKeysWithValues: blueprint.courses.map { ($0.model, $0) })
        for course in blueprint.courses { told[course.model] = (course.state(trouble: nil, at: 0), .zero) }
    }

    var now: Moment { blueprint.clock.now() }
    var ledger: UpdateLedger { blueprint.ledger }
    var logger: Logger { blueprint.logger }

    /// Works until it is told to stop.
    func run() {
        begin()
        while !isStopping {
            if let message = queue.next(within: patience) { take(message) }
            keepTime()
        }
        end()
    }

    private func begin() {
        tellUntold()
        for model in courses.keys.sorted(by: { $0.description < $1.description }) {
            deliver(Letter(model: model, event: .restarted(wasClean: blueprint.wasClean)))
        }
        for offer in blueprint.offers { install(offer, number: nil) }
    }

    private func take(_ message: Message) {
        switch message {
        case .outside(.install(let command, let number)): install(command, number: number)
        case .outside(.control(let command, let id, let number)): control(command, id: id, number: number)
        case .outside(.stage(let report)):
            deliver(Letter(model: report.model, event: .figures(report.bundle, StageFigures(report.figures))))
        case .outside(.stop): isStopping = true
        case .worker(let model, .outcome(let job, let outcome)):
            deliver(Letter(model: model, event: .work(job: job, outcome)))
        case .worker(let model, .staged(let job, let staged)):
            guard courses[model]?.record.candidate?.job.id == job else { return }
            courses[model]?.staged = staged
            deliver(Letter(model: model, event: .work(job: job, .loaded)))
        }
    }

    // MARK: time

    private var patience: Duration? {
        var shortest: Duration? = backlog.isEmpty ? nil : Self.retry
        if eventAt != nil { shortest = min(shortest ?? Self.certainty, Self.certainty) }
        let now = now
        for course in courses.values {
            guard let patience = course.machine.patience(at: now) else { continue }
            shortest = min(shortest ?? patience, patience)
        }
        return shortest
    }

    private func keepTime() {
        let waiting = backlog
        backlog = []
        for letter in waiting { deliver(letter) }
        for (model, course) in courses where course.record.candidate != nil {
            deliver(Letter(model: model, event: .tick))
        }
        guard let told = eventAt, now.monotonic - told >= Self.certainty else { return }
        eventAt = nil
        do throws(StorageError) {
            try ledger.database.markHistoryTold()
        } catch {
            logger.warning("events may be told again after the next start", metadata: ["reason": "\(error)"])
        }
    }

    // MARK: events

    /// Lets an event happen, or keeps it until the disk takes it.
    func deliver(_ letter: Letter) {
        guard var course = courses[letter.model] else { return }
        if backlog.contains(where: { $0.model == letter.model }) {
            if letter.event.mustHappen { backlog.append(letter) }
            return
        }
        let outcome = course.receive(letter.event, at: now, ledger: ledger, commands: commands)
        courses[letter.model] = course
        switch outcome {
        case .done(let actions, let entry):
            trouble = nil
            if let number = letter.number { post(.taken(number)) }
            perform(actions, entry, letter)
        case .failed(let error, let actions):
            suspend(letter, error, actions)
        }
        tellState(of: letter.model)
    }

    /// The disk takes nothing: nothing follows but what does no harm, and the event is tried again.
    private func suspend(_ letter: Letter, _ error: StorageError, _ actions: [UpdateAction]) {
        trouble = "\(error)"
        logger.error(
            "an update cannot go on: its state cannot be written",
            metadata: ["model": "\(letter.model)", "reason": "\(error)"]
        )
        var letter = letter
        var withdraws = false
        for case .serve(.withdraw(let bundle)) in actions {
            withdraws = true
            if !letter.hasWithdrawn { post(.order(.withdraw(letter.model, bundle))) }
        }
        letter.hasWithdrawn = letter.hasWithdrawn || withdraws
        guard letter.event.mustHappen || withdraws else { return }
        backlog.append(letter)
    }

    private func perform(_ actions: [UpdateAction], _ entry: UpdateLedger.Entry, _ letter: Letter) {
        let model = letter.model
        if let record = courses[model]?.record { blueprint.work.keep(record) }
        var progress = entry.progress.makeIterator()
        var events = entry.events.makeIterator()
        var proceeds = false
        for action in actions {
            switch action {
            case .work(let step): start(step, of: model)
            case .cancelWork(let job): workers[model]?.cancel(job)
            case .serve(.withdraw) where letter.hasWithdrawn: break
            case .serve(let order): serve(order, of: model)
            case .report:
                guard let next = progress.next() else { break }
                // Whoever hears that a job has ended finds the state that it has led to.
                if next.status.isFinal { tellState(of: model) }
                tell(next)
            case .note: if let next = events.next() { tell(next) }
            case .proceed: proceeds = true
            case .discard(let job): worker(of: model).discard(job)
            case .collect:
                guard let record = courses[model]?.record else { break }
                worker(of: model).collect(keeping: record.kept, without: record.unwanted)
            case .reply(let number, let error):
                commands[number] = nil
                post(.reply(ControlReply(error), number))
            }
        }
        if courses[model]?.record.candidate == nil { courses[model]?.staged = nil }
        if proceeds { deliver(Letter(model: model, event: .proceed)) }
    }

    // MARK: work

    private func start(_ step: UpdateStep, of model: Name) {
        if case .load(let job, let target) = step, courses[model]?.staged?.id == target.bundle {
            return deliver(Letter(model: model, event: .work(job: job.id, .loaded)))
        }
        worker(of: model).add(step)
    }

    private func worker(of model: Name) -> UpdateWorker {
        if let worker = workers[model] { return worker }
        let worker = UpdateWorker(
            model: model,
            work: blueprint.work,
            clock: blueprint.clock,
            faults: ledger.faults,
            logger: logger
        ) { [queue] word in queue.add(.worker(model, word)) }
        workers[model] = worker
        return worker
    }

    private func serve(_ order: ServingOrder, of model: Name) {
        guard let order = StageOrder(order, of: model, staged: courses[model]?.staged) else {
            return
        }
        post(.order(order))
        switch order {
        case .shadow: ledger.faults.pass("C9")
        case .trial: ledger.faults.pass("C11")
        default: break
        }
    }

    // MARK: telling

    private func tell(_ progress: JobProgress) {
        logger.info("model update", metadata: progress.facts)
        post(.progress(progress))
    }

    private func tell(_ event: ModelEvent) {
        eventAt = now.monotonic
        post(.event(event))
    }

    /// What happened shortly before a crash may not have been told: it is told again, under the same ids.
    private func tellUntold() {
        do throws(StorageError) {
            let rows = try ledger.database.untoldHistory(limit: Self.mostUntold)
            for row in rows { if let event = ModelEvent(row) { tell(event) } }
        } catch {
            logger.warning("events may be missing", metadata: ["reason": "\(error)"])
        }
    }

    private func tellState(of model: Name) {
        guard var state = courses[model]?.state(trouble: trouble, at: 0) else { return }
        let now = now
        if let last = told[model] {
            var same = last.state
            // That a share moves a little is told now and then.
            if now.monotonic - last.at < Self.certainty, same.candidate?.agreement != nil {
                same.candidate?.agreement = state.candidate?.agreement
            }
            guard state != same else { return }
        }
        told[model] = (state, now.monotonic)
        state.time = now.wall
        post(.state(state))
    }

    // MARK: the end

    private func end() {
        for model in courses.keys {
            backlog.removeAll { $0.model == model && !$0.event.mustHappen }
            deliver(Letter(model: model, event: .stopping))
        }
        for worker in workers.values { worker.end() }
        let limit = DispatchTime.now() + .seconds(5)
        for worker in workers.values where !worker.join(until: limit) {
            logger.warning("the work of an update does not end; the program ends without waiting for it")
        }
    }
}
