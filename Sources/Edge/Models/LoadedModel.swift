import Inference
import Storage

/// A model as it came out of loading; made on any thread.
struct LoadedModel: Sendable {
    let reference: Settings.ModelReference
    let version: String
    let condition: HostedModel.Condition
    /// What tells its file from others, where what is measured of it can be remembered.
    let fingerprint: ModelFingerprint?

    var name: Name { reference.name }

    /// Loads and warms up; a model that cannot serve says why.
    ///
    /// What earlier starts have measured, `memory` tells: the session then has the right number of threads at once.
    static func load(
        _ reference: Settings.ModelReference,
        with loader: any ModelLoading,
        warmUp: WarmUp,
        memory: ProfileMemory? = nil
    ) -> LoadedModel {
        let fingerprint = memory == nil ? nil : loader.fingerprint(of: reference)
        do throws(InferenceError) {
            let known = fingerprint.flatMap { fingerprint in memory.flatMap { $0.recall($0.key(fingerprint)) } }
            var session =
                if let known { try loader.load(reference, threads: known.threads) } else { try loader.load(reference) }
            let profile = try warmUp.profile(session, known: known)
            if warmUp.threads == nil, !profile.isCalibrated, profile.isPredictable, profile.isSlow(rows: 1) {
                // Calibration may find that more threads pay.
                session = ReplaceableSession(session)
            }
            return LoadedModel(
                reference: reference,
                version: session.model.servedVersion,
                condition: .serving(session, profile),
                fingerprint: fingerprint
            )
        } catch {
            return LoadedModel(
                reference: reference,
                version: "1",
                condition: .refused(reason: "\(error)"),
                fingerprint: fingerprint
            )
        }
    }
}
