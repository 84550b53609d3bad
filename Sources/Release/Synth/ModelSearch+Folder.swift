import Archive
import Cryptography
import Foundation
import Models
import Recipes

extension ModelSearch {
    /// The model that lies under the root: a bundle, whose files are checked, or any files.
    func folder(_ component: Component) throws(ReleaseError) -> FoundModel {
        let root = project.path(component.root ?? "")
        let manifest = try bundle(root)?.manifest
        let own = manifest.flatMap { SemanticVersion($0.version) }
        return FoundModel(
            source: "folder",
            reference: component.root ?? ".",
            version: manifest?.version,
            number: own.map { .own($0) } ?? .none,
            files: [],
            isFolder: true
        )
    }

    /// What there is to say of a folder's model.
    func described(
        _ model: FoundModel,
        _ component: Component,
        _ root: String
    ) throws(ReleaseError) -> ReleaseFile.Model {
        let digest: String
        if let bundle = try bundle(root) {
            try check(bundle)
            digest = bundle.id.digest.hexadecimal
        } else {
            var files: [ReleaseFile.File] = []
            for path in try paths(component, root) {
                files.append(ReleaseFile.File(path: path, sha256: try ModelFetch.digest(of: "\(root)/\(path)").sha256))
            }
            digest = Self.digest(files, isFolder: component.model?.file == nil)
        }
        return ReleaseFile.Model(source: "folder", reference: model.reference, version: model.version, digest: digest)
    }

    private func check(_ bundle: BundleFolder) throws(ReleaseError) {
        do throws(UpdateError) {
            _ = try bundle.verify(trust: nil, allowsOthers: true)
        } catch {
            throw ReleaseError(error)
        }
    }

    private func bundle(_ root: String) throws(ReleaseError) -> BundleFolder? {
        let files = FileManager.default
        guard files.fileExists(atPath: "\(root)/manifest.json"), files.fileExists(atPath: "\(root)/model.onnx") else {
            return nil
        }
        do throws(UpdateError) {
            return try BundleFolder(root)
        } catch {
            throw ReleaseError(error)
        }
    }

    private func paths(_ component: Component, _ root: String) throws(ReleaseError) -> [String] {
        do throws(ArchiveError) {
            let tree =
                if let file = component.model?.file {
                    try FileTree.file(file, root: root)
                } else {
                    try FileTree.read(root: root)
                }
            let paths = tree.entries.filter { $0.kind == .file }.map(\.path)
            guard !paths.isEmpty else {
                throw ArchiveError("\(root) is empty; the model of \(component.handle) is expected there")
            }
            return paths
        } catch {
            throw ReleaseError(error)
        }
    }
}
