import Anomaly
public import Drift
import Foundation
import Models
public import Telemetry

/// The making of a `baseline.json` for a model that `marram train` has not made, or of its part on drift.
public struct ModelProfile: Sendable {
    /// What was written, where.
    public struct Result: Sendable {
        /// The profile.
        public let profile: ReferenceProfile
        /// The file.
        public let path: String
        /// Whether the file was there and its members for anomalies stayed.
        public let isCompleted: Bool
        /// Columns of the first file that are no features.
        public let leftOut: [String]
        /// Bytes of the file.
        public let bytes: Int
    }

    private let model: String?
    private let out: String
    private let created: Timestamp

    /// Prepares a profile.
    ///
    /// - Parameters:
    ///   - model: The folder of the model, or its ONNX file; nil: the profile belongs to no model.
    ///   - out: The file to write; nil: `baseline.json` beside the model.
    ///   - created: The time to write into it.
    /// - Throws: When neither is named, or the place is a bundle's.
    public init(model: String?, out: String?, created: Timestamp) throws(LabError) {
        self.model = try model.map { path throws(LabError) in try Self.modelFile(path) }
        self.created = created
        if let out {
            self.out = out
        } else if let file = self.model {
            let folder = URL(filePath: file).deletingLastPathComponent().relativePath
            guard !FileManager.default.fileExists(atPath: "\(folder)/\(BundlePath.manifest)") else {
                throw LabError(
                    "\(folder) is a bundle, whose manifest names all of its files; write to another file by --out, and make "
                        + "the bundle again with 'marram bundle create'"
                )
            }
            self.out = "\(folder)/\(ModelFolder.baseline)"
        } else {
            throw LabError("name the model by --model, the file by --out, or both")
        }
    }

    /// Makes the profile and writes the file.
    ///
    /// - Parameters:
    ///   - files: CSV files with the rows that the model was trained on.
    ///   - choice: Which columns, and what they are.
    ///   - windowSizes: The sizes of windows that limits are calibrated for.
    ///   - overwrites: Whether another model's baseline, or a file that cannot be read, is replaced.
    /// - Returns: What was written.
    /// - Throws: What is wrong with the files, or stands in the way.
    public func write(
        _ files: [String],
        _ choice: FeatureChoice,
        windowSizes: [Int],
        overwrites: Bool
    ) throws(LabError) -> Result {
        let digest = try model.map { path throws(LabError) in try InputFile(path).digest } ?? ""
        let present = try present(digest, overwrites: overwrites)
        let table = try FeatureTable(files, choice)
        do {
            let profile = try profile(table, digest, present, windowSizes)
            let json = try present?.text(with: profile) ?? profile.json()
            try OutputFile.write(json, to: out)
            return Result(
                profile: profile,
                path: out,
                isCompleted: present != nil,
                leftOut: table.leftOut,
                bytes: json.count
            )
        } catch let error as LabError {
            throw error
        } catch {
            throw LabError("\(error)")
        }
    }

    /// The profile of the rows, named by its own digest.
    private func profile(
        _ table: FeatureTable,
        _ digest: String,
        _ present: Baseline?,
        _ windowSizes: [Int]
    ) throws(BaselineError) -> ReferenceProfile {
        var choice = ReferenceProfile.Choice()
        choice.windowSizes = windowSizes
        choice.intervalSeconds = table.times.flatMap(RowInterval.usual)
        choice.errorRate = table.errorRate
        let profile = try ReferenceProfile(
            columns: table.columns,
            model: ReferenceProfile.Model(name: present?.model.name ?? name, sha256: digest),
            profileID: "",
            created: "",
            choice: choice
        )
        return profile.with(profileID: ProfileIdentifier.of(try profile.json()), created: created.rfc3339)
    }

    /// The model's name: its folder's, as `marram train` has it, or that of an ONNX file; without a model the file's.
    private var name: String {
        let path = URL(filePath: model ?? out).standardizedFileURL
        guard path.lastPathComponent == ModelFolder.model else { return path.deletingPathExtension().lastPathComponent }
        return path.deletingLastPathComponent().lastPathComponent
    }

    private static func modelFile(_ path: String) throws(LabError) -> String {
        let file = ModelFolder.isFolder(path) == true ? ModelFolder(path).place(ModelFolder.model) : path
        guard ModelFolder.isFolder(file) == false else {
            throw LabError("\(path) has no \(ModelFolder.model); name the folder that has it, or an ONNX file")
        }
        return file
    }

    /// What the file that is there says of anomalies of this model; nil: nothing that has to be kept.
    private func present(_ digest: String, overwrites: Bool) throws(LabError) -> Baseline? {
        guard let isFolder = ModelFolder.isFolder(out) else { return nil }
        guard !isFolder else { throw LabError("\(out) is a folder; name a file by --out") }
        let file = try InputFile(out)
        do throws(BaselineError) {
            let found = try ReferenceProfile(json: file.bytes)
            guard found.model.sha256 == digest else {
                throw BaselineError.otherModel(found: found.model.sha256, expected: digest)
            }
        } catch {
            guard overwrites else { throw LabError("\(out) is there already: \(error); --force replaces it") }
            return nil
        }
        return try? Baseline(json: file.bytes)
    }
}
