import Cryptography
public import Transfer

/// Brings a bundle from where it lies into a staging folder.
///
/// One after the other: `manifest`, then `files`. Failures that may pass are waited out, up to the policy's deadline, which
/// begins with the first call. To be used by one thread at a time.
public final class BundleFetch {
    let order: FetchOrder
    let staging: Staging
    let access: SourceAccess
    let policy: FetchPolicy
    let pace: FetchPace
    let cancellation: Cancellation
    let faults: FaultPoints
    let progress: (FetchProgress) -> Void

    let start: Duration
    private var source: (any BundleSource)?
    /// How far the files are, for whoever is told.
    var state = FetchProgress(done: 0, total: 0, resumed: 0)
    /// The digests of the files that came here, as they were read back from the disk.
    var readBack: [String: SHA256Digest] = [:]
    private var told: Duration?

    /// Makes one; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - order: what is wanted.
    ///   - staging: where it goes.
    ///   - access: how it is reached.
    ///   - policy: how long it is tried.
    ///   - pace: clock, pauses and chance.
    ///   - cancellation: ends it within a second, with `cancelled`; what is fetched stays.
    ///   - faults: told of the points C3, C4, C5 and C16.
    ///   - progress: told at most four times a second, and at the end.
    public init(
        _ order: FetchOrder,
        into staging: Staging,
        access: SourceAccess,
        policy: FetchPolicy = FetchPolicy(),
        pace: FetchPace = .system,
        cancellation: Cancellation = Cancellation(),
        faults: FaultPoints = .none,
        progress: @escaping (FetchProgress) -> Void = { _ in }
    ) {
        self.order = order
        self.staging = staging
        self.access = access
        self.policy = policy
        self.pace = pace
        self.cancellation = cancellation
        self.faults = faults
        self.progress = progress
        start = pace.now()
    }

    /// Fetches the manifest, and checks its digest, its signature and what it says; keeps it in the staging.
    ///
    /// Whether the device and the model may have it, and whether there is room, is for the caller to check.
    ///
    /// - Throws: `bad_path` for a place that is not allowed, `digest_mismatch`, `bad_signature`, `unknown_key`,
    ///   `bad_manifest`, `too_large`, `download_failed`, `too_slow`, `deadline`, `cancelled`, and what the disk says.
    public func manifest() throws(UpdateError) -> OfferedBundle {
        try cleaning { () throws(UpdateError) in try offered() }
    }

    /// Fetches the files of a bundle, goes on where an earlier attempt ended, and reads them back from the disk.
    ///
    /// The manifest is taken from the staging, or fetched once more where it is not there.
    ///
    /// - Parameter id: the bundle that `manifest` told of, in this process or an earlier one.
    /// - Returns: The bundle as it is in the staging, read back.
    /// - Throws: as `manifest`; the staging is removed then, but for `cancelled`.
    public func files(of id: BundleID) throws(UpdateError) -> VerifiedBundle {
        try cleaning { () throws(UpdateError) in
            if let held = try held(id) { try fetchFiles(of: held) } else { try fetchFiles(of: try again(id)) }
            try AtomicFile.remove(staging.notesPath)
            return try BundleFolder(staging.path).verify(
                trust: order.trust,
                allowsUnsigned: order.allowsUnsigned,
                readBack: readBack
            )
        }
    }

    /// The manifest of a bundle as the staging has it; nil when it has none or another.
    private func held(_ id: BundleID) throws(UpdateError) -> OfferedBundle? {
        guard let bytes = try? AtomicFile.read(staging.path(of: "manifest.json"), limit: Manifest.mostBytes),
            BundleID(SHA256Digest(of: bytes)) == id
        else { return nil }
        let signature = try AtomicFile.read(staging.path(of: "manifest.sig"), limit: Manifest.mostSignatureBytes)
        return try judged(SourceManifest(manifest: bytes, signature: signature))
    }

    private func again(_ id: BundleID) throws(UpdateError) -> OfferedBundle {
        let found = try offered()
        guard found.id == id else {
            throw UpdateError(
                .digestMismatch,
                "\(order.location) is bundle \(found.id) now, it was \(id); send the command again"
            )
        }
        return found
    }

    private func offered() throws(UpdateError) -> OfferedBundle {
        if !order.isConfigured { try access.options.rules.check(order.location.place) }
        let found = try persevering { () throws(SourceError) in
            try opened().manifest(cancellation: cancellation)
        }
        faults.pass("C3")
        let offer = try judged(found)
        try keep(found, offer)
        return offer
    }

    /// Believes a manifest, or says why not.
    ///
    /// The signature comes before all that the manifest says.
    private func judged(_ found: SourceManifest) throws(UpdateError) -> OfferedBundle {
        let digest = SHA256Digest(of: found.manifest)
        if let expected = order.digest, expected != digest {
            throw ManifestPage.complaint(found.manifest, at: order.location)
                ?? UpdateError(
                    .digestMismatch,
                    "the manifest at \(order.location) has the SHA-256 \(digest), the command says \(expected); publish the "
                        + "bundle again, or correct the command"
                )
        }
        if let complaint = ManifestPage.complaint(found.manifest, at: order.location) { throw complaint }
        let keyID = try order.trust.keyID(
            manifest: found.manifest,
            signature: found.signature,
            allowsUnsigned: order.allowsUnsigned
        )
        let manifest = try Manifest(json: found.manifest)
        guard manifest.byteCount <= policy.largestBundle else {
            throw UpdateError(
                .tooLarge,
                "the bundle has \(manifest.byteCount) bytes; updates.max_bundle allows \(policy.largestBundle)"
            )
        }
        let names = Set(manifest.files.map(\.path))
        if let file = manifest.files.first(where: { names.contains($0.path + ".part") }) {
            throw UpdateError(.badPath, "the bundle has \(file.path) and \(file.path).part; name one of them otherwise")
        }
        return OfferedBundle(id: BundleID(digest), manifest: manifest, keyID: keyID)
    }

    /// Writes the manifest down; files of another bundle that are there go.
    private func keep(_ found: SourceManifest, _ offer: OfferedBundle) throws(UpdateError) {
        let path = staging.path(of: "manifest.json")
        let earlier = try? AtomicFile.read(path, limit: Manifest.mostBytes)
        if earlier != found.manifest { try staging.empty() }
        let signaturePath = staging.path(of: "manifest.sig")
        if let signature = found.signature {
            try staging.write(signature, to: signaturePath)
        } else {
            try AtomicFile.remove(signaturePath)
        }
        if earlier != found.manifest { try staging.write(found.manifest, to: path) }
    }

    func opened() throws(SourceError) -> any BundleSource {
        if let source { return source }
        let found = try access.open(order.location, cancellation: cancellation, isConfigured: order.isConfigured)
        source = found
        return found
    }
}

extension BundleFetch {
    /// Tries until it works, fails for good, or the time is up.
    func persevering<Value>(_ attempt: () throws(SourceError) -> Value) throws(UpdateError) -> Value {
        var patience = FetchPatience(policy: policy, pace: pace, start: start)
        while true {
            do throws(SourceError) {
                let value = try attempt()
                state.trouble = nil
                return value
            } catch {
                try endure(error, &patience)
            }
        }
    }

    /// Waits a failure out.
    ///
    /// - Throws: it, when it does not pass.
    func endure(_ failure: SourceError, _ patience: inout FetchPatience) throws(UpdateError) {
        if cancellation.isCancelled { throw UpdateError(.cancelled, "the download of \(order.location) was cancelled") }
        guard failure.isPassing else { throw failure.error }
        let pause = try patience.pause(after: failure.error)
        state.trouble = failure.error
        progress(state)
        pace.pause(pause, cancellation)
        if cancellation.isCancelled { throw UpdateError(.cancelled, "the download of \(order.location) was cancelled") }
    }

    /// Refuses to go on beyond the deadline.
    func checkDeadline() throws(SourceError) {
        guard pace.now() - start <= policy.deadline else {
            throw SourceError(FetchPatience.late(policy, state.trouble))
        }
    }

    /// Tells how far it is, unless it was told a moment ago.
    func tell(isLast: Bool = false) {
        let now = pace.now()
        if !isLast, let told, now - told < .milliseconds(250) { return }
        told = now
        progress(state)
    }

    /// Removes the staging where `body` fails for good.
    private func cleaning<Value>(_ body: () throws(UpdateError) -> Value) throws(UpdateError) -> Value {
        do throws(UpdateError) {
            return try body()
        } catch {
            if error.code == .noSpace { faults.pass("C16") }
            if error.code != .cancelled { try? staging.remove() }
            throw error
        }
    }
}
