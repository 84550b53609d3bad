import Cryptography
import Foundation
import Models
import OpenInference
import Storage

/// One update of a model from its source, from the question to the answer; used on a thread that may wait.
struct SourcingCourse: Sendable {
    /// Time between two looks at the job.
    private static let pause: UInt32 = 50_000
    /// How much longer than the update may take its end is waited for.
    private static let grace = Duration.seconds(10)
    /// A trial that is over sooner is none to tell of.
    private static let passing = Duration.seconds(2)

    let reference: Settings.ModelReference
    let database: StateDatabase
    let store: ModelStore
    /// Hands a command to the update service.
    let offer: @Sendable (InstallCommand) -> Void
    /// How long the update may take until the model serves.
    let patience: Duration
    /// True once the node ends.
    let isOver: @Sendable () -> Bool

    /// Asks for the update and waits until the model serves, or the update has failed.
    ///
    /// - Returns: What serves.
    /// - Throws: Why it does not.
    func run() throws(SourcingError) -> SourcedModel {
        let before = try record()
        if let candidate = before?.candidate {
            throw SourcingError(
                .busy,
                "another update of '\(name)' is under way (job \(candidate.job.id)); confirm it, roll it back or wait"
            )
        }
        let job = "sourced-" + String(UInt64.random(in: 0...UInt64.max), radix: 16)
        var command = InstallCommand(job: job, model: reference.name, place: place(before))
        // Whoever asks wants the model, as a start with a new one of the configuration does.
        command.strategy.shadow = .zero
        // Nothing goes on behind the back of somebody who was told that it has failed.
        command.deadline = Int64(Date().timeIntervalSince1970 * 1000) + Int64(patience.wholeMilliseconds)
        offer(command)
        return try wait(for: job)
    }

    private var name: Name { reference.name }

    /// Where the bundle in service came from over the network, else the configured path.
    private func place(_ record: ModelRecord?) -> InstallCommand.Place {
        record?.active?.source.map { .url($0, sha256: nil) } ?? .configured(reference.path)
    }

    private func wait(for job: String) throws(SourcingError) -> SourcedModel {
        let deadline = ContinuousClock.now + patience + Self.grace
        var trial: ContinuousClock.Instant?
        while true {
            if let row = try read({ () throws(StorageError) in try database.job(job, of: name.description) }),
                let progress = JobProgress(row), let model = try outcome(progress)
            {
                trial = trial ?? .now
                if model.standing == .active || trial.map({ .now - $0 >= Self.passing }) == true { return model }
            }
            guard !isOver() else {
                throw SourcingError(.notReady, "the node ends; job \(job) goes on at the next start")
            }
            guard .now < deadline else {
                throw SourcingError(
                    .late,
                    "the update of '\(name)' is not over in time and goes on as job \(job)"
                )
            }
            usleep(Self.pause)
        }
    }

    /// What has come of a job; nil: nothing yet.
    private func outcome(_ progress: JobProgress) throws(SourcingError) -> SourcedModel? {
        switch progress.status {
        case .succeeded:
            guard let active = try record()?.active else { return nil }
            return try described(active.bundle, active.version, .active)
        case .inProgress where progress.phase == "TRIAL":
            guard let target = try record()?.candidate?.phase.target else { return nil }
            return try described(target.bundle, target.version, .trial)
        case .queued, .inProgress: return nil
        case .failed, .rejected, .cancelled: throw Self.refusal(progress, name)
        }
    }

    private func described(
        _ bundle: BundleID,
        _ version: String,
        _ standing: SourcedModel.Standing
    ) throws(SourcingError) -> SourcedModel {
        do throws(UpdateError) {
            let manifest = try store.manifest(bundle, model: name.description)
            return SourcedModel(
                name: name.description,
                version: version,
                sha256: bundle.digest.hexadecimal,
                files: manifest.files.map(\.path),
                standing: standing
            )
        } catch {
            throw SourcingError(.failed, "'\(name)' serves, but its manifest cannot be read: \(error.message)")
        }
    }

    private static func refusal(_ progress: JobProgress, _ name: Name) -> SourcingError {
        let reason = progress.reason ?? "the update was \(progress.status.rawValue)"
        return SourcingError(code(progress.code), "'\(name)' stays as it is: \(reason)")
    }

    /// What an update's end is to whoever asked for it.
    static func code(_ code: UpdateCode?) -> SourcingError.Code {
        switch code {
        case .busy, .cancelled: .busy
        case .unknownModel: .unknownModel
        case .noSpace, .readOnly, .internal, .badCommand, .nothingToConfirm, .nothingToRollBack, nil: .failed
        default: .source
        }
    }

    private func record() throws(SourcingError) -> ModelRecord? {
        try read { () throws(StorageError) in
            try database.models().first { $0.name == name.description }.map(ModelRecord.init)
        }
    }

    private func read<Value>(_ body: () throws(StorageError) -> Value) throws(SourcingError) -> Value {
        do throws(StorageError) {
            return try body()
        } catch {
            throw SourcingError(.failed, "the state database cannot be read: \(error)")
        }
    }
}
