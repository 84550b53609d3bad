import Anomaly
import Drift
import Foundation

/// The file `baseline.json` beside a model.
struct BaselineFile {
    /// Largest file that is read; those that `marram train` writes have 64 kB at most for drift and fields.
    private static let limit = 1 << 20

    let path: String
    /// What scores are judged by; nil where the file is for drift alone.
    let anomaly: Baseline?
    private let json: [UInt8]

    /// Where a model's baseline is: in its folder.
    static func path(of model: Settings.ModelReference) -> String {
        let isFile = model.path.hasSuffix(".onnx") && FileKind(at: model.path) != .folder
        let folder = isFile ? URL(fileURLWithPath: model.path).deletingLastPathComponent().path : model.path
        return "\(folder)/baseline.json"
    }

    /// Reads a model's baseline; nil when there is none.
    ///
    /// - Throws: why it cannot be used, with its path and the remedy.
    static func read(_ model: Settings.ModelReference) throws(EdgeError) -> BaselineFile? {
        let path = path(of: model)
        guard FileKind(at: path) == .file else { return nil }
        guard let data = FileManager.default.contents(atPath: path), data.count <= limit else {
            throw EdgeError("\(path) cannot be read; it must be readable and have 1 MiB at most")
        }
        let json = Array(data)
        do {
            let isAlone = (try? ReferenceProfile.isAlone(in: json)) ?? false
            return BaselineFile(path: path, anomaly: isAlone ? nil : try Baseline(json: json), json: json)
        } catch {
            throw EdgeError("\(path): \(error.message)")
        }
    }

    /// What the rows of training looked like.
    ///
    /// - Parameter model: the digest of the model that it must belong to, in hexadecimal; nil: not checked.
    /// - Returns: the profile.
    /// - Throws: why it cannot be used, with the path and the remedy.
    func profile(of model: String?) throws(EdgeError) -> ReferenceProfile {
        do throws(BaselineError) {
            return try ReferenceProfile(json: json, modelSHA256: model)
        } catch {
            throw EdgeError("\(path): \(error)")
        }
    }
}
