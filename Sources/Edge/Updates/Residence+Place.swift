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

    /// Lets an event happen, and does at once what follows, to the end.
    func run(_ place: inout Place, _ first: UpdateEvent) {
        var events = [first]
        while !events.isEmpty {
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
            work.keep(place.course.record.kept, of: place.name)
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
            let kept = place.course.record.kept
            attempt { () throws(UpdateError) in try work.collect(place.name, keeping: kept) }
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

    /// Takes the newest sound bundle of the store for the active one: the database that knew better is lost.
    func rebuild(_ place: inout Place, _ loss: String) {
        let bundles: [UpdateTarget]
        do throws(UpdateError) {
            bundles = try work.contents(of: place.name)
        } catch {
            return logger.error(
                "the store cannot be read",
                metadata: ["model": "\(place.name)", "reason": "\(error)"]
            )
        }
        for bundle in bundles {
            guard let found = try? work.load(bundle.bundle, of: place.name, isCandidate: false) else { continue }
            place.staged = found
            _ = step(&place.course, .rebuilt(bundle, UpdateError(.internal, loss)))
            return
        }
    }
}
