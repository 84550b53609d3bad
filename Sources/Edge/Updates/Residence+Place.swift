import Logging
import Models
import Transfer

extension Residence {
    /// One model while it is settled.
    struct Place {
        let reference: Settings.ModelReference
        var course: UpdateCourse
        /// What serves.
        var staged: StagedModel?
        /// Why nothing does.
        var reason = "there is no bundle of it yet"
        var offers: [InstallCommand] = []
        /// What happens to a first bundle next: its load.
        var due: [UpdateEvent] = []
        /// True when that is of a job which an earlier start had begun.
        var isResumed = false

        var name: Name { reference.name }

        /// What the loop gets.
        var model: LoadedModel {
            staged?.model
                ?? LoadedModel(
                    reference: reference,
                    version: "1",
                    condition: .refused(reason: reason),
                    fingerprint: nil
                )
        }

        /// The model's bindings: fitted, or refused.
        func bindings(of settings: Settings) -> [LoadedBinding] {
            if let staged { return staged.bindings }
            return settings.bindings.filter { $0.model == name }.map { LoadedBinding.load($0, models: [model]) }
        }
    }

    /// Lets events happen, and does at once what follows: to the end, or, unless it is `isLoading`, until a load is due.
    func run(_ place: inout Place, _ first: [UpdateEvent], isLoading: Bool) {
        var events = first
        while !events.isEmpty {
            if !isLoading, case .proceed = events[0] {
                place.due = events
                return
            }
            let event = events.removeFirst()
            guard let actions = step(&place.course, event) else {
                place.reason = "the state database takes nothing"
                return
            }
            for action in actions { carryOut(action, &place, &events) }
        }
    }

    /// Lets an event happen; nil when the disk does not take it.
    func step(_ course: inout UpdateCourse, _ event: UpdateEvent) -> [UpdateAction]? {
        switch course.receive(event, at: clock.now(), ledger: ledger) {
        case .done(let actions, let entry):
            for progress in entry.progress { logger.info("model update", metadata: progress.facts) }
            return actions
        case .failed(let error, _):
            logger.error(
                "the state of a model cannot be written",
                metadata: ["model": "\(course.model)", "reason": "\(error)"]
            )
            return nil
        }
    }

    private func carryOut(_ action: UpdateAction, _ place: inout Place, _ events: inout [UpdateEvent]) {
        switch action {
        case .work(let step):
            work.keep(place.course.record)
            do throws(UpdateError) {
                let (outcome, staged) = try work.perform(
                    step,
                    of: place.name,
                    cancellation: Cancellation(),
                    faults: ledger.faults
                )
                if let staged { place.course.staged = staged }
                events.append(.work(job: step.job.id, outcome))
            } catch {
                events.append(.work(job: step.job.id, .failed(error)))
            }
        case .proceed:
            events.append(.proceed)
        case .serve(.replace):
            place.staged = place.course.staged
        case .report(let report):
            if let error = report.error { place.reason = error.message }
        case .discard(let job):
            attempt { () throws(UpdateError) in try work.discard(job, of: place.name) }
        case .collect:
            let record = place.course.record
            attempt { () throws(UpdateError) in
                try work.collect(place.name, keeping: record.kept, without: record.unwanted)
            }
        case .cancelWork, .serve, .note, .reply: break
        }
    }

    private func attempt(_ body: () throws(UpdateError) -> Void) {
        do throws(UpdateError) {
            try body()
        } catch {
            logger.warning("the store cannot be tidied up", metadata: ["reason": "\(error)"])
        }
    }

    /// Takes up what has outlived a database that knew more.
    ///
    /// What was confirmed last serves again, else what was before it; where nobody wrote that down, the newest sound bundle.
    /// One that is not known to have been confirmed is probed first.
    func rebuild(_ place: inout Place) {
        let standing = work.standing(of: place.name)
        guard standing != nil || loss != nil else { return }
        if let standing { _ = step(&place.course, .recalled(standing)) }
        let bundles: [UpdateTarget]
        do throws(UpdateError) {
            bundles = try work.contents(of: place.name)
        } catch {
            return logger.error(
                "the store cannot be read",
                metadata: ["model": "\(place.name)", "reason": "\(error)"]
            )
        }
        let confirmed = [standing?.active, standing?.previous].compactMap { id in bundles.first { $0.bundle == id } }
        let others = standing != nil && standing?.active == nil ? [] : bundles.filter { !confirmed.contains($0) }
        for bundle in confirmed + others where isAllowed(bundle, place.course.record) {
            guard let found = sound(bundle, wasConfirmed: confirmed.contains(bundle), place) else { continue }
            place.staged = found
            let previous = confirmed.dropFirst().first { $0 != bundle }
            let error = UpdateError(.internal, loss ?? "the state database knew nothing of the model")
            _ = step(&place.course, .rebuilt(bundle, previous: previous, error))
            return
        }
    }

    private func isAllowed(_ bundle: UpdateTarget, _ record: ModelRecord) -> Bool {
        bundle.securityVersion >= record.floor && !record.rejects(bundle.bundle)
    }

    /// Loads a bundle of the store; nil where it cannot be used.
    private func sound(_ bundle: UpdateTarget, wasConfirmed: Bool, _ place: Place) -> StagedModel? {
        do throws(UpdateError) {
            if !wasConfirmed { _ = try work.probe(bundle, of: place.name, cancellation: Cancellation()) }
            return try load(bundle.bundle, place)
        } catch {
            logger.warning(
                "a bundle of the store cannot be used",
                metadata: ["model": "\(place.name)", "bundle": "\(bundle.bundle.short)", "reason": "\(error)"]
            )
            return nil
        }
    }
}
