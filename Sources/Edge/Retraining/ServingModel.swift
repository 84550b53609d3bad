import Anomaly
import Foundation
import Models
import Recipes
import Storage

/// What is known of the model that is to be replaced: how it was trained, and what its successor must hold to.
struct ServingModel: Sendable {
    let version: String
    /// The lowest security version that its successor may have.
    let securityFloor: Int
    let baseline: Baseline
    /// What `marram train` calls its kind; nil: something else has made it.
    let family: String?
    /// Bytes of its bundle.
    let byteCount: Int64
}

extension ServingModel {
    /// Looks up the model that an order is about.
    ///
    /// - Throws: that it is another one by now, or what of it cannot be read.
    init(_ order: RetrainOrder, record: ModelRecord?, store: ModelStore) throws(EdgeError) {
        guard let active = record?.active else {
            throw EdgeError("no bundle of the model '\(order.model)' is in service; there is nothing to learn from")
        }
        let folder = store.folder(active.bundle, model: order.model.description)
        let path = "\(folder)/\(BundlePath.model)"
        let (manifest, family): (Manifest, String?)
        do throws(UpdateError) {
            manifest = try store.manifest(active.bundle, model: order.model.description)
            family = try OnnxInspection(path: path).family
        } catch {
            throw EdgeError("version \(active.version) of \(order.model) cannot be read: \(error.message)")
        }
        let digest = manifest.files.first { $0.path == BundlePath.model }?.sha256 ?? []
        let found = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        guard found == order.sha256.lowercased() else {
            throw EdgeError(
                "version \(active.version) of \(order.model) is in service by now, and version \(order.version) has drifted; "
                    + "the new one is judged by itself"
            )
        }
        let reference = Settings.ModelReference(name: order.model, path: folder, origin: .source("updates"))
        guard let baseline = try BaselineFile.read(reference)?.anomaly else {
            throw EdgeError(
                "version \(active.version) of \(order.model) has no baseline.json, which says how it was trained; publish "
                    + "one that 'marram train' has made"
            )
        }
        self.init(
            version: active.version,
            securityFloor: max(record?.floor ?? 0, active.securityVersion),
            baseline: baseline,
            family: family,
            byteCount: manifest.byteCount
        )
    }

    /// A version for its successor: its own, and when it was trained.
    func nextVersion(at time: String) -> String {
        var stem = version[...]
        // One that this device has made itself is not told by all before it.
        if let mark = stem.range(of: Self.mark, options: .backwards), mark.upperBound < stem.endIndex,
            stem[mark.upperBound...].allSatisfy(Self.isStamp)
        {
            stem = stem[..<mark.lowerBound]
        }
        let stamp = time.filter { $0.isNumber || $0 == "T" || $0 == "Z" }
        return String(stem.prefix(64 - Self.mark.count - stamp.count)) + Self.mark + stamp
    }

    private static let mark = "-r"
    private static func isStamp(_ character: Character) -> Bool { character.isNumber || "TZ".contains(character) }
}
