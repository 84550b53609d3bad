import Foundation
import Models
import MQTT
import Support
import Transfer

/// A store in a temporary folder, and a clock that stands still but for pauses.
final class FetchScene: Sendable {
    let folder: TemporaryFolder
    let store: ModelStore
    let pauses = Guarded<[Duration]>([])
    let time = Guarded(Duration.zero)
    let told = Guarded<[FetchProgress]>([])

    init(limits: StoreLimits = StoreLimits(), disk: DiskSpace = .system, faults: FaultPoints = .none) throws {
        folder = try TemporaryFolder()
        store = ModelStore(dataDirectory: folder.path + "/data", limits: limits, disk: disk, faults: faults)
    }

    func staging(_ job: String = "job-1") throws -> Staging { try store.staging(model: "press", job: job) }

    var pace: FetchPace {
        FetchPace(
            now: { [time] in time.withLock { $0 } },
            pause: { [time, pauses] pause, _ in
                time.withLock { $0 += pause }
                pauses.withLock { $0.append(pause) }
            },
            chance: { 0.5 }
        )
    }

    /// A fetch of the bundle that a server has.
    func fetch(
        _ bundle: PressBundle,
        from url: String,
        job: String = "job-1",
        options: SourceOptions? = nil,
        policy: FetchPolicy = FetchPolicy(),
        cancellation: Cancellation = Cancellation(),
        faults: FaultPoints = .none,
        edit: (inout FetchOrder) -> Void = { _ in }
    ) throws -> BundleFetch {
        var order = FetchOrder(location: try SourceLocation(url), trust: bundle.trust)
        edit(&order)
        var usual = SourceOptions()
        usual.transfer.proxy = .none
        return BundleFetch(
            order,
            into: try staging(job),
            access: SourceAccess(options: options ?? usual),
            policy: policy,
            pace: pace,
            cancellation: cancellation,
            faults: faults,
            progress: { [told] progress in told.withLock { $0.append(progress) } }
        )
    }

    func names(_ path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}

extension StandInServer {
    /// The ranges that were asked of a file, in order; `-` where all of it was.
    func ranges(of name: String) -> [String] {
        requests.value.filter { $0.target.hasSuffix("/" + name) }.map { $0.header("Range") ?? "-" }
    }
}
