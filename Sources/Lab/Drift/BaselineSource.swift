public import Drift
import Foundation

/// A `baseline.json` that files and signals are compared with.
public struct BaselineSource: Sendable {
    /// Where it is.
    public let path: String
    /// What it says.
    public let profile: ReferenceProfile

    /// Reads it.
    ///
    /// - Parameter place: The file, or the folder of its model.
    /// - Throws: What is wrong with it; also that the model beside it is another one than it was made for.
    public init(_ place: String) throws(LabError) {
        let isFolder = ModelFolder.isFolder(place) == true
        path = isFolder ? ModelFolder(place).place(ModelFolder.baseline) : place
        let file = try InputFile(path, limit: ReferenceProfile.largestFile)
        let model = URL(filePath: path).deletingLastPathComponent().appending(path: ModelFolder.model).path
        do throws(BaselineError) {
            profile = try ReferenceProfile(json: file.bytes)
        } catch {
            throw LabError("\(path): \(error)")
        }
        // One that belongs to no model may lie anywhere.
        guard ModelFolder.isFolder(model) == false, !profile.model.sha256.isEmpty else { return }
        let digest = try InputFile(model).digest
        guard digest == profile.model.sha256.lowercased() else {
            throw LabError("\(path): \(BaselineError.otherModel(found: profile.model.sha256, expected: digest))")
        }
    }

    /// The mean and deviation of a feature.
    ///
    /// - Throws: When there is no such feature, it is no number, or it never changed.
    public func signal(_ name: String) throws(LabError) -> SignalReference {
        let numbers = try numbers(name)
        do throws(DetectorError) {
            return try SignalReference(mean: numbers.mean, deviation: numbers.deviation)
        } catch {
            throw LabError("'\(name)' of \(path) cannot be a reference: \(error.message)")
        }
    }

    /// How far rows must be apart for a feature's values to hardly depend on one another: a correlation of 0.05 at most.
    ///
    /// - Returns: Rows, 1 to 10,000.
    /// - Throws: When there is no such feature, or it is no number.
    public func spacing(_ name: String) throws(LabError) -> Int {
        let correlation = try numbers(name).lag1
        guard correlation > 0.05 else { return 1 }
        guard correlation < 1 else { return 10_000 }
        return Int(min(10_000, (log(0.05) / log(correlation)).rounded(.up)))
    }

    private func numbers(_ name: String) throws(LabError) -> NumericProfile {
        guard let feature = profile.features.first(where: { $0.name == name }) else {
            let names = profile.features.map(\.name).joined(separator: ", ")
            throw LabError("\(path) has no feature '\(name)'; it has \(names)")
        }
        guard let numbers = feature.numeric else {
            throw LabError("'\(name)' is no feature of numbers in \(path); detectors need a mean and a deviation")
        }
        return numbers
    }
}
