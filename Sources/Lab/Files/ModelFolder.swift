public import Anomaly
import Cryptography
import Foundation
import Models

/// A folder with a model that was trained here: `model.onnx`, `baseline.json`, `report.md`.
public struct ModelFolder: Sendable {
    /// The model's file.
    public static let model = "model.onnx"
    /// What it was trained on, and how its scores are judged.
    public static let baseline = "baseline.json"
    /// The same for people.
    public static let report = "report.md"

    /// Where it is.
    public let path: String

    /// Names a folder, which need not be there.
    public init(_ path: String) {
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    /// The folder's own name: the model's.
    public var name: String { URL(filePath: path).standardizedFileURL.lastPathComponent }

    /// Reads the baseline, and checks that the model is the one that it was made with.
    ///
    /// - Throws: What is missing, or does not fit.
    public func readBaseline() throws(LabError) -> Baseline {
        for name in [Self.model, Self.baseline] where !FileManager.default.fileExists(atPath: place(name)) {
            throw LabError(
                "\(path) has no \(name); a folder with both \(Self.model) and \(Self.baseline) is made by "
                    + "'marram train FILE --out FOLDER'"
            )
        }
        let file = try InputFile(place(Self.baseline))
        let read: Baseline
        do throws(AnomalyError) {
            read = try Baseline(json: file.bytes)
        } catch {
            throw LabError("\(file.path): \(error.message)")
        }
        let digest = try InputFile(place(Self.model)).digest
        guard digest == read.model.sha256 else {
            throw LabError(
                "\(place(Self.model)) is not the model that \(Self.baseline) belongs to (its SHA-256 is \(digest), "
                    + "expected \(read.model.sha256)); train again, or copy both files from one folder"
            )
        }
        return read
    }

    /// Refuses a place that cannot be written to, before anything is computed.
    ///
    /// - Parameter overwrites: Whether a model that is there may be replaced.
    /// - Throws: What stands in the way.
    public func checkWritable(overwrites: Bool) throws(LabError) {
        guard !path.isEmpty else { throw LabError("the folder for the model has no name; name one") }
        guard let isFolder = Self.isFolder(path) else { return try checkParent() }
        guard isFolder else { throw LabError("\(path) is a file; name a folder for the model") }
        guard overwrites || contents().isEmpty else {
            throw LabError(
                "\(path) is there already and not empty; name another folder, or replace the model by --force"
            )
        }
        try checkPermission(path)
    }

    /// Refuses a folder that cannot be made where it should be.
    private func checkParent() throws(LabError) {
        var parent = URL(filePath: path).standardizedFileURL
        repeat { parent.deleteLastPathComponent() } while Self.isFolder(parent.path) == nil && parent.path != "/"
        guard Self.isFolder(parent.path) == true else {
            throw LabError("\(path) cannot be written: \(parent.path): Not a directory")
        }
        try checkPermission(parent.path)
    }

    private func checkPermission(_ folder: String) throws(LabError) {
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw LabError("\(path) cannot be written: \(folder) is read-only, or not yours to write to")
        }
    }

    /// Whether what is at a path is a folder; nil: nothing is there.
    static func isFolder(_ path: String) -> Bool? {
        var isFolder: ObjCBool = false
        // The call writes nothing but the flag.
        let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        return exists ? isFolder.boolValue : nil
    }

    /// Writes the folder: all of it or nothing.
    ///
    /// Into a folder that is there the files are moved one by one, the model first: were the program stopped between two
    /// of them, ``readBaseline()`` would notice. Other files in the folder stay.
    ///
    /// - Throws: Why it cannot be written; nothing is left behind then.
    func write(_ files: [(name: String, bytes: [UInt8])], overwrites: Bool) throws(LabError) {
        try checkWritable(overwrites: overwrites)
        let manager = FileManager.default
        // In the folder that is there, which may be a file system of its own; else beside the one to come.
        let isThere = manager.fileExists(atPath: path)
        let place = URL(filePath: path).standardizedFileURL
        let parent = isThere ? place : place.deletingLastPathComponent()
        let temporary = parent.appending(path: ".\(name).\(ProcessInfo.processInfo.processIdentifier).part").path
        defer { try? manager.removeItem(atPath: temporary) }
        do throws(LabError) {
            try OutputFile.makeFolder(temporary)
            for file in files { try OutputFile.store(file.bytes, at: "\(temporary)/\(file.name)") }
            if isThere {
                // They are another model's; between the two there is none rather than a wrong one.
                for name in [BundlePath.signature, BundlePath.manifest] {
                    try OutputFile.remove(self.place(name))
                }
                for file in files { try OutputFile.move("\(temporary)/\(file.name)", to: self.place(file.name)) }
            } else {
                try OutputFile.move(temporary, to: path)
            }
        } catch {
            throw LabError("\(path) cannot be written: \(error.message)")
        }
    }

    func place(_ name: String) -> String { "\(path)/\(name)" }

    private func contents() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] }
}
