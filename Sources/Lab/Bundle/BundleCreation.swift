import Foundation
public import Inference
public import Models

/// Makes a bundle of a folder with a model.
public struct BundleCreation: Sendable {
    /// Where the model and what belongs to it are.
    public let folder: String
    /// Where the bundle goes: a folder that is not there yet or is empty, or an archive where it ends with `.tar`; nil: it
    /// stays in its folder.
    public var target: String?
    /// Files to leave out, which needs a target.
    public var excluded: Set<String> = []
    /// How many golden tests are made, of made-up inputs.
    public var goldenCount = 0
    /// Who signs it.
    public var signer: BundleSigner?

    /// Makes a bundle of this folder, in its place.
    public init(_ folder: String) {
        self.folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    }

    /// Makes it; a manifest and signatures that were there are replaced.
    ///
    /// - Parameters:
    ///   - draft: What the manifest is to say.
    ///   - runtime: The library that reads the model.
    /// - Returns: The bundle as it was found to be on the disk.
    /// - Throws: What is wrong with the files or the draft.
    public func run(_ draft: BundleDraft, runtime: OnnxRuntime) throws(LabError) -> VerifiedBundle {
        do {
            guard ModelFolder.isFolder(folder) == true else {
                throw LabError("\(folder) is no folder; name the one that has \(BundlePath.model)")
            }
            guard let target else { return try make(in: folder, draft, runtime) }
            guard target.hasSuffix(".tar") else { return try make(anew: target, draft, runtime) }
            let workplace = try TemporaryPlace()
            let place = "\(workplace.path)/bundle"
            try copy(to: place)
            let bundle = try make(in: place, draft, runtime)
            try TarArchive.write(BundleFolder(place), to: target)
            return bundle
        } catch let error as LabError {
            throw error
        } catch {
            throw LabError("\(error)")
        }
    }

    /// Makes it beside its place and moves it there: all of it or nothing.
    private func make(anew target: String, _ draft: BundleDraft, _ runtime: OnnxRuntime) throws -> VerifiedBundle {
        let place = URL(filePath: target).standardizedFileURL
        let temporary = place.deletingLastPathComponent()
            .appending(path: ".\(place.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier).part").path
        defer { try? FileManager.default.removeItem(atPath: temporary) }
        try copy(to: temporary)
        _ = try make(in: temporary, draft, runtime)
        do throws(LabError) {
            try OutputFile.move(temporary, to: place.path)
        } catch {
            throw LabError("\(target) cannot be written: \(error.message); name a folder that is not there yet")
        }
        return try BundleFolder.verify(folder: place.path, trust: nil)
    }

    private func make(in place: String, _ draft: BundleDraft, _ runtime: OnnxRuntime) throws -> VerifiedBundle {
        let model = "\(place)/\(BundlePath.model)"
        let old = try FileManager.default.contentsOfDirectory(atPath: place).filter(GoldenTests.isFile)
        let files = try BundleMaker.files(in: place, excluding: Set(old))
        // Before the library loads it: this says in plain words what a bundle cannot be.
        let inspection = try OnnxInspection(path: model)
        try inspection.check(Manifest(name: draft.name, version: draft.version, files: files))
        let described = try BundleModel(model, runtime: runtime, opsets: inspection.opsets, goldenCount: goldenCount)
        let golden = try described.golden.files.map { try BundleMaker.file($0.name, $0.bytes) }
        let manifest = draft.manifest(files: files + golden, model: described)
        // What is wrong is told before anything is written.
        _ = try BundleMaker.bytes(of: manifest)
        for name in old { try FileManager.default.removeItem(atPath: "\(place)/\(name)") }
        for file in described.golden.files { try OutputFile.write(file.bytes, to: "\(place)/\(file.name)") }
        try BundleMaker.write(manifest, to: place)
        if let signer { try BundleMaker.sign(place, with: signer.key, keyID: signer.keyID) }
        return try BundleFolder.verify(folder: place, trust: nil, allowsOthers: true)
    }

    private func copy(to place: String) throws {
        let files = try BundleMaker.files(in: folder, excluding: excluded).map(\.path)
        try BundleMaker.copy(files.filter { !GoldenTests.isFile($0) }, of: folder, to: place)
    }
}
