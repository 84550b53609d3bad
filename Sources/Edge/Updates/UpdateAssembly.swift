import Foundation
import Logging
import Models
import Storage
import Transfer

/// Puts together what updates need, from what is configured.
struct UpdateAssembly {
    let settings: Settings
    let loader: any ModelLoading
    let memory: ProfileMemory
    let database: StateDatabase
    let environment: [String: String]
    /// Nil: bundles are probed by a child of this program.
    let prober: (any Probing)?
    let faults: FaultPoints
    let logger: Logger

    /// The store of the data folder, cleared of what a crash has left.
    ///
    /// - Throws: a prefix of `updates.sources` that cannot be read, or a password file.
    func work(_ clock: UpdateClock) throws -> BundleWork {
        let updates = settings.updates
        let store = ModelStore(
            dataDirectory: settings.dataDirectory,
            limits: StoreLimits(quota: Int64(updates.quota), reserve: Int64(updates.reserve), keep: updates.keep),
            faults: faults
        )
        return BundleWork(
            settings: updates,
            store: store,
            access: SourceAccess(
                options: try sources(),
                environment: environment,
                homeDirectory: environment["HOME"]
            ),
            prober: prober ?? childProber,
            stager: ModelStager(settings: settings, store: store, loader: loader, memory: memory),
            device: UpdateDevice(
                runtimeVersion: loader.runtimeVersion,
                hardware: updates.hardware,
                built: UpdateDevice.programTime()
            ),
            clock: clock,
            faults: faults,
            logger: logger
        )
    }

    /// How updates go where neither command nor manifest say it.
    var policy: UpdatePolicy {
        UpdatePolicy(
            shadow: settings.updates.shadow,
            trial: settings.updates.trial,
            autoConfirm: settings.updates.autoConfirm
        )
    }

    /// Removes what a process that was killed has left; a disk that does not let us is no reason not to serve.
    func tidy(_ store: ModelStore) throws(StorageError) {
        var jobs: [String: Set<String>] = [:]
        for row in try database.models() {
            if let job = row.candidate?.job { jobs[row.name] = [job] }
        }
        do throws(UpdateError) {
            try store.cleanAtStart(jobs: jobs)
        } catch {
            logger.error("the store of models cannot be tidied up", metadata: ["reason": "\(error)"])
        }
        do throws(EdgeError) {
            try RetrainingFolder(dataDirectory: settings.dataDirectory).tidy(keeping: Set(jobs.values.joined()))
        } catch {
            logger.error("what is left of a training cannot be removed", metadata: ["reason": "\(error)"])
        }
    }

    private var childProber: ChildProber {
        ChildProber(
            limits: ProbeLimits(settings.inference),
            environment: environment,
            library: settings.inference.library
        )
    }

    private func sources() throws -> SourceOptions {
        let updates = settings.updates
        let speed = TransferOptions.Speed(bytesPerSecond: max(1, updates.minimumSpeed), window: .seconds(30))
        return SourceOptions(
            transfer: TransferOptions(
                minimumSpeed: updates.minimumSpeed > 0 ? speed : nil,
                tls: TransferOptions.TLS(updates.tls),
                proxy: TransferOptions.Proxy(updates.proxy),
                userAgent: "marram/\(MarramVersion.current)"
            ),
            rules: try SourceRules(updates.sources),
            s3: SourceOptions.S3(
                endpoint: updates.s3.endpoint,
                region: updates.s3.region,
                profile: updates.s3.profile,
                usesPathStyle: updates.s3.pathStyle
            ),
            mlflow: try mlflow(updates.mlflow),
            largestBundle: Int64(updates.maxBundle)
        )
    }

    private func mlflow(_ server: Settings.Updates.MLflow) throws(EdgeError) -> SourceOptions.MLflow? {
        guard let url = server.url else { return nil }
        return SourceOptions.MLflow(
            url: url,
            username: server.username,
            password: try PasswordFile.text(server.passwordFile, key: "updates.mlflow.password_file"),
            token: try PasswordFile.text(server.tokenFile, key: "updates.mlflow.token_file")
        )
    }
}
