import Anomaly
import Foundation

/// The file `baseline.json` beside a model.
enum BaselineFile {
    /// Largest file that is read; those that `marram train` writes have 64 kB at most.
    private static let limit = 1 << 20

    /// Where a model's baseline is: in its folder.
    static func path(of model: Settings.ModelReference) -> String {
        let isFile = model.path.hasSuffix(".onnx") && FileKind(at: model.path) != .folder
        let folder = isFile ? URL(fileURLWithPath: model.path).deletingLastPathComponent().path : model.path
        return "\(folder)/baseline.json"
    }

    /// Reads a model's baseline; nil when there is none.
    ///
    /// - Throws: why it cannot be used, with its path and the remedy.
    static func read(_ model: Settings.ModelReference) throws(EdgeError) -> Baseline? {
        let path = path(of: model)
        guard FileKind(at: path) == .file else { return nil }
        guard let data = FileManager.default.contents(atPath: path), data.count <= limit else {
            throw EdgeError("\(path) cannot be read; it must be readable and have 1 MiB at most")
        }
        do {
            return try Baseline(json: Array(data))
        } catch {
            throw EdgeError("\(path): \(error.message)")
        }
    }
}
