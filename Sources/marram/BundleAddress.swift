import ArgumentParser
import Foundation

/// Where a bundle is: a URL, or a path on this machine.
struct BundleAddress {
    /// As the node is told.
    let url: String

    /// Takes a URL as it is; a path must lead to a folder with a `manifest.json`, to that file, or to an archive.
    init(_ text: String) throws {
        if text.contains(#/^[A-Za-z][A-Za-z0-9+.-]*:/#) {
            url = text
            return
        }
        var isFolder: ObjCBool = false
        let base = URL(fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
        var file = URL(fileURLWithPath: text, relativeTo: base).standardizedFileURL
        guard unsafe FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder) else {
            throw ValidationError("'\(text)' does not exist here; expected a bundle's folder, a .tar or a URL")
        }
        if isFolder.boolValue { file = file.appendingPathComponent("manifest.json") }
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw ValidationError("'\(text)' has no manifest.json; make a bundle of it with 'marram bundle create'")
        }
        guard file.lastPathComponent == "manifest.json" || file.pathExtension == "tar" else {
            throw ValidationError("'\(text)' is neither a bundle's folder nor a .tar")
        }
        url = file.absoluteString
    }

}
