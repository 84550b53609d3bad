import Anomaly
import Inference
import Tensors

/// A binding as it came out of fitting it to its model; made on any thread.
struct LoadedBinding: Sendable {
    /// What can be said of it.
    enum Condition: Sendable {
        case ready(FittedBinding)
        /// It does not run; the reason names the remedy.
        case refused(reason: String)
    }

    let settings: Settings.Binding
    let condition: Condition

    var name: Name { settings.name }

    /// Why it does not run; nil when it does.
    var reason: String? {
        guard case .refused(let reason) = condition else { return nil }
        return reason
    }

    /// Fits a binding to one of the loaded models.
    static func load(_ binding: Settings.Binding, models: [LoadedModel]) -> LoadedBinding {
        do throws(EdgeError) {
            guard let model = models.first(where: { $0.name == binding.model }) else {
                throw EdgeError("there is no model '\(binding.model)'")
            }
            return LoadedBinding(settings: binding, condition: .ready(try fit(binding, to: model)))
        } catch {
            return LoadedBinding(settings: binding, condition: .refused(reason: error.message))
        }
    }

    private static func fit(_ binding: Settings.Binding, to model: LoadedModel) throws(EdgeError) -> FittedBinding {
        guard case .serving(let session, _) = model.condition else {
            throw EdgeError("model '\(binding.model)' could not be loaded; its reason stands beside it")
        }
        let path = BaselineFile.path(of: model.reference)
        let file = try BaselineFile.read(model.reference)
        let digest = model.fingerprint.map { Self.hexadecimal($0.digest) }
        if binding.anomaly != nil, let baseline = file?.anomaly, let digest {
            guard baseline.model.sha256.lowercased() == digest else {
                throw EdgeError(
                    "\(path) belongs to a model with SHA-256 \(baseline.model.sha256), but the model's is \(digest); "
                        + "put the two files of one training beside each other"
                )
            }
        }
        let judging = try Judging(binding, baseline: file?.anomaly, path: path)
        return try FittedBinding(
            binding,
            judging: judging,
            model: session.model,
            version: model.version,
            fingerprint: model.fingerprint?.digest ?? [],
            drift: drift(binding, file, digest, outputs: session.model.outputs, hasScore: judging.rule != nil)
        )
    }

    /// What is watched for drift; what is wrong with a profile keeps no binding from running.
    private static func drift(
        _ binding: Settings.Binding,
        _ file: BaselineFile?,
        _ digest: String?,
        outputs: [TensorSignature],
        hasScore: Bool
    ) -> DriftSupport {
        guard !binding.drift.scopes.isEmpty, let file else { return .unwatched(reason: nil) }
        do throws(EdgeError) {
            let profile = try file.profile(of: digest)
            let plan = try DriftPlan(binding, profile: profile, outputs: outputs, hasScore: hasScore)
            return plan.isEmpty ? .unwatched(reason: nil) : .watched(plan)
        } catch {
            return .unwatched(reason: error.message)
        }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
