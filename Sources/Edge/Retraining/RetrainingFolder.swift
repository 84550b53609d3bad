import Foundation
import Models

/// Where retraining on this device keeps what it works on, in the data folder.
///
/// `rows/<binding>.ring/` has the rows of a binding, `retraining/work/` what a training needs and makes, and
/// `retraining/offers/<job>/<model>/` a bundle that the update service has not done with.
struct RetrainingFolder: Sendable {
    let dataDirectory: String

    /// The rows of all bindings.
    var rows: String { "\(dataDirectory)/rows" }
    /// What is gone when no training is under way.
    var work: String { "\(dataDirectory)/retraining/work" }
    private var offers: String { "\(dataDirectory)/retraining/offers" }

    /// The name of the folder with a binding's rows: no binding's name alone, as that may be dots.
    static func rowsName(of binding: Name) -> String { "\(binding).ring" }

    /// The rows of a binding.
    func rows(of binding: Name) -> String { "\(rows)/\(Self.rowsName(of: binding))" }

    /// The bundle that a job offers.
    func offer(_ job: String, of model: Name) -> String { "\(offers)/\(job)/\(model)" }

    /// Makes an empty folder for a training.
    func beginWork() throws(EdgeError) {
        try endWork()
        try Self.make(work)
    }

    /// Removes what a training has left.
    func endWork() throws(EdgeError) { try Self.remove(work) }

    /// Takes a bundle out of the work, so that it can be offered; returns where it is then.
    func keepOffer(_ job: String, of model: Name) throws(EdgeError) -> String {
        try removeOffer(job)
        try Self.make("\(offers)/\(job)")
        let place = offer(job, of: model)
        do {
            try FileManager.default.moveItem(atPath: "\(work)/\(model)", toPath: place)
        } catch {
            throw EdgeError("the new model cannot be moved to \(place): \(error.localizedDescription)")
        }
        return place
    }

    /// Removes the bundle that a job has offered, where there is one.
    func removeOffer(_ job: String) throws(EdgeError) {
        guard BundlePath.isName(job) else { return }
        try Self.remove("\(offers)/\(job)")
    }

    /// Removes what a process that was killed has left, but for the offers of jobs that go on.
    func tidy(keeping jobs: Set<String>) throws(EdgeError) {
        try endWork()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: offers)) ?? []
        for name in names where !jobs.contains(name) { try Self.remove("\(offers)/\(name)") }
    }

    private static func make(_ path: String) throws(EdgeError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw EdgeError("\(path) cannot be made: \(error.localizedDescription)")
        }
    }

    private static func remove(_ path: String) throws(EdgeError) {
        guard FileManager.default.fileExists(atPath: path) else { return }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw EdgeError("\(path) cannot be removed: \(error.localizedDescription)")
        }
    }
}
