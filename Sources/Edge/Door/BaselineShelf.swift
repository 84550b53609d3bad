import Anomaly
import Cryptography
import Models
import OpenInference
import Storage

/// The files `baseline.json` of the models in service.
struct BaselineShelf: Sendable {
    let settings: Settings
    let database: StateDatabase
    let store: ModelStore

    /// Finds the one of a model, or the only one there is.
    ///
    /// - Throws: `unknownModel`, `badInput` where a name is needed, `internal`.
    func baseline(of model: String?) throws(InferError) -> ServedBaseline {
        if let model {
            guard let reference = settings.models.first(where: { $0.name.description == model }) else {
                throw InferError(.unknownModel, "there is no model '\(model.prefix(80))'")
            }
            guard let found = try baseline(reference) else {
                throw InferError(
                    .badInput,
                    "model '\(model)' finds no anomalies: it has no baseline.json; name one that 'marram train' made"
                )
            }
            return found
        }
        var found: [ServedBaseline] = []
        for reference in settings.models {
            if let baseline = try? baseline(reference) { found.append(baseline) }
        }
        guard let only = found.first else {
            throw InferError(.unknownModel, "no model here finds anomalies: none has a baseline.json of 'marram train'")
        }
        guard found.count == 1 else {
            let names = found.map(\.model).joined(separator: ", ")
            throw InferError(.badInput, "name one of the models that find anomalies: \(names)")
        }
        return only
    }

    private func baseline(_ reference: Settings.ModelReference) throws(InferError) -> ServedBaseline? {
        let name = reference.name.description
        let place = try place(of: reference)
        let folder = Settings.ModelReference(name: reference.name, path: place.path, origin: reference.origin)
        do throws(EdgeError) {
            guard let baseline = try BaselineFile.read(folder)?.anomaly else { return nil }
            guard baseline.model.sha256.lowercased() == place.digest() else {
                throw EdgeError(
                    "baseline.json of '\(name)' belongs to another model; put the files of one training together"
                )
            }
            return ServedBaseline(model: name, version: place.version, baseline: baseline)
        } catch {
            throw InferError(.internal, error.message)
        }
    }

    /// Where a model's files are.
    private struct Place {
        let path: String
        let version: String?
        /// The SHA-256 of the model's file; nil: it cannot be read.
        let digest: () -> String?
    }

    private func place(of reference: Settings.ModelReference) throws(InferError) -> Place {
        let name = reference.name.description
        guard settings.updates.enabled else {
            let file = reference.path.hasSuffix(".onnx") ? reference.path : "\(reference.path)/\(BundlePath.model)"
            return Place(path: reference.path, version: nil) {
                ModelFingerprint(file: file).flatMap { SHA256Digest(bytes: $0.digest)?.hexadecimal }
            }
        }
        let record: ModelRecord?
        do throws(StorageError) {
            record = try database.models().first { $0.name == name }.map(ModelRecord.init)
        } catch {
            throw InferError(.internal, "the state database cannot be read: \(error)")
        }
        guard let active = record?.active else {
            throw InferError(.notReady, "model '\(name)' has no bundle in service")
        }
        let store = store
        return Place(path: store.folder(active.bundle, model: name), version: active.version) {
            let manifest = try? store.manifest(active.bundle, model: name)
            return manifest?.files.first { $0.path == BundlePath.model }
                .flatMap { SHA256Digest(bytes: $0.sha256)?.hexadecimal }
        }
    }
}
