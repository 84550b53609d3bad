import Cryptography
import Foundation
import MQTT
import Models
import Recipes
import Transfer

@testable import Edge

/// Work of the test's own: it succeeds at once, fails as it is told, or waits.
final class FakeWork: UpdateWork {
    struct State: Sendable {
        /// What fails, by the name of the step.
        var failures: [String: UpdateError] = [:]
        /// Bundles by URL or path.
        var targets: [String: UpdateTarget] = [:]
        /// What the store has, the newest first.
        var stored: [UpdateTarget] = []
        /// Bundles that cannot be loaded, and why.
        var unloadable: [BundleID: UpdateError] = [:]
        /// All that was called, in order.
        var calls: [String] = []
        /// Steps that wait until they are cancelled.
        var hanging: Set<String> = []
        /// What the manifest waits for.
        var trouble: UpdateError?
        var hasReserve = true
        /// Told of every step as it is called.
        var witness: (@Sendable (String) -> Void)?
    }

    let state = Guarded(State())

    var calls: [String] { state.withLock { $0.calls } }

    func set(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

    private func call(_ step: String, _ cancellation: Cancellation? = nil) throws(UpdateError) {
        let failure = state.withLock { state in
            state.calls.append(step)
            return state.failures[step]
        }
        state.withLock { $0.witness }?(step)
        if let failure { throw failure }
        while state.withLock({ $0.hanging.contains(step) }) {
            if cancellation?.isCancelled ?? true { throw UpdateError(.cancelled, "cancelled") }
            sched_yield()
        }
    }

    private func target(_ place: UpdateJob.Place) throws(UpdateError) -> UpdateTarget {
        let key =
            switch place {
            case .url(let url, _): url
            case .configured(let path), .made(let path): path
            case .stored: ""
            }
        guard let found = state.withLock({ $0.targets[key] }) else {
            throw UpdateError(.downloadFailed, "\(key) is not there")
        }
        return found
    }

    func identify(_ path: String, of model: Name) throws(UpdateError) -> BundleID {
        try call("identify")
        return try target(.configured(path)).bundle
    }

    func contents(of model: Name) throws(UpdateError) -> [UpdateTarget] { state.withLock { $0.stored } }

    func readManifest(
        _ job: UpdateJob,
        of model: Name,
        floor: Int,
        cancellation: Cancellation,
        progress: @escaping @Sendable (FetchProgress) -> Void
    ) throws(UpdateError) -> UpdateTarget {
        if let trouble = state.withLock({ $0.trouble }) {
            for _ in 0..<3 { progress(FetchProgress(done: 0, total: 0, resumed: 0, trouble: trouble)) }
        }
        try call("manifest", cancellation)
        return try target(job.place)
    }

    func download(
        _ job: UpdateJob,
        _ target: UpdateTarget,
        of model: Name,
        cancellation: Cancellation,
        progress: @escaping @Sendable (FetchProgress) -> Void
    ) throws(UpdateError) {
        progress(FetchProgress(done: 1, total: target.byteCount, resumed: 0))
        try call("download", cancellation)
    }

    func store(_ job: UpdateJob, _ target: UpdateTarget, of model: Name) throws(UpdateError) { try call("store") }

    func probe(
        _ target: UpdateTarget,
        of model: Name,
        cancellation: Cancellation
    ) throws(UpdateError) -> [String: String] {
        try call("probe", cancellation)
        return ["p99_us": "9"]
    }

    func load(_ bundle: BundleID, of model: Name, isCandidate: Bool) throws(UpdateError) -> StagedModel {
        try call("load")
        if let error = state.withLock({ $0.unloadable[bundle] }) { throw error }
        return FakeWork.staged(bundle, of: model)
    }

    func discard(_ job: String, of model: Name) throws(UpdateError) { try call("discard \(job)") }

    func collect(
        _ model: Name,
        keeping bundles: Set<BundleID>,
        without unwanted: Set<BundleID>
    ) throws(UpdateError) { try call("collect") }

    func keep(_ record: ModelRecord) {}

    func standing(of model: Name) -> Standing? { nil }

    func giveUpReserve() -> Bool {
        state.withLock { state in
            defer { state.hasReserve = false }
            return state.hasReserve
        }
    }

    func takeReserveBack() {}

    static func staged(_ bundle: BundleID, of model: Name) -> StagedModel {
        let reference = Settings.ModelReference(name: model, path: "/store/\(bundle.short)", origin: .source("test"))
        let profile = ModelProfile.unknown(threads: 1)
        return StagedModel(
            id: bundle,
            model: LoadedModel(
                reference: reference,
                version: bundle.short,
                condition: .serving(FakeSession.doubling(), profile),
                fingerprint: nil
            ),
            bindings: []
        )
    }

    static func id(_ number: UInt8) -> BundleID { BundleID(SHA256Digest(of: [number])) }

    static func target(_ number: UInt8, security: Int = 0) -> UpdateTarget {
        UpdateTarget(
            bundle: id(number),
            version: "\(number)",
            securityVersion: security,
            isSigned: true,
            byteCount: 1000,
            source: "https://models.example/\(number)/manifest.json"
        )
    }
}
