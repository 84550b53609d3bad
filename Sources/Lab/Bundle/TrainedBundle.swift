public import Inference
import Models
import Tensors
import Training

/// What makes a bundle of a model that was just trained: its golden tests are the first windows that it learnt from.
public struct TrainedBundle: Sendable {
    private let draft: BundleDraft
    private let signer: BundleSigner?
    private let runtime: OnnxRuntime

    /// Prepares a bundle.
    ///
    /// - Parameters:
    ///   - draft: What the manifest is to say.
    ///   - signer: Who signs it; nil: nobody.
    ///   - runtime: The library that runs the golden tests.
    public init(_ draft: BundleDraft, signer: BundleSigner?, runtime: OnnxRuntime) {
        self.draft = draft
        self.signer = signer
        self.runtime = runtime
    }

    /// The golden tests' files, the manifest and the signatures, in the order in which they are to be written.
    func files(
        beside files: [(name: String, bytes: [UInt8])],
        _ result: TrainingResult
    ) throws(LabError) -> [(name: String, bytes: [UInt8])] {
        do {
            let model = try describe(result)
            var described: [Manifest.File] = []
            for file in files + model.golden.files { described.append(try BundleMaker.file(file.name, file.bytes)) }
            let manifest = try BundleMaker.bytes(of: draft.manifest(files: described, model: model))
            var made = model.golden.files + [(BundlePath.manifest, manifest)]
            if let signer {
                let signatures = try SignatureFile(signing: manifest, with: signer.key, keyID: signer.keyID)
                made.append((BundlePath.signature, signatures.json()))
            }
            return made
        } catch let error as LabError {
            throw error
        } catch {
            throw LabError("\(error)")
        }
    }

    /// Loads the model from a file of its own, since the folder is written last and as a whole.
    private func describe(_ result: TrainingResult) throws -> BundleModel {
        let place = try TemporaryPlace()
        let path = "\(place.path)/\(ModelFolder.model)"
        try OutputFile.store(result.model.onnx, at: path)
        let windows = result.samples
        let shape = Shape([windows.count, result.model.window, result.model.fields.count])
        guard let shape, let tensor = Tensor(name: "x", shape: shape, windows.flatMap { $0 }) else {
            throw LabError("the training windows do not fit the model")
        }
        let opsets = try OnnxInspection(result.model.onnx).opsets
        return try BundleModel(path, runtime: runtime, opsets: opsets, inputs: windows.isEmpty ? [] : [[tensor]])
    }
}
