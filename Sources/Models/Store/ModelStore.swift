import Cryptography
import Foundation

/// The bundles of a device, each in a folder that is named by what is in it and never changed.
///
/// `<data>/models/<model>/store/<first 16 digits of the id>/` holds a bundle, `<data>/models/<model>/staging/<job>/` one
/// that is on its way. Nothing that is in `store/` is half there: see `admit`. Calls may come from any thread.
public final class ModelStore: Sendable {
    /// The folder that all is in.
    public let dataDirectory: String
    /// How much may be kept.
    public let limits: StoreLimits

    let faults: FaultPoints
    let disk: DiskSpace
    /// Held while folders of `store/` come and go.
    let lock = NSLock()

    /// A store in a folder, which need not be there yet.
    ///
    /// - Parameters:
    ///   - dataDirectory: an absolute path.
    ///   - limits: how much may be kept.
    ///   - disk: who says how much is free.
    ///   - faults: told of the points of the way of a bundle.
    public init(
        dataDirectory: String,
        limits: StoreLimits = StoreLimits(),
        disk: DiskSpace = .system,
        faults: FaultPoints = .none
    ) {
        self.dataDirectory = dataDirectory
        self.limits = limits
        self.disk = disk
        self.faults = faults
    }

    /// Where a bundle is, or would be.
    public func folder(_ id: BundleID, model: String) -> String { store(of: model).path + "/" + id.short }

    /// True when the bundle's folder is there with this very manifest; its files are not read.
    public func has(_ id: BundleID, model: String) -> Bool { (try? storedID(folder(id, model: model))) == id }

    /// The models that have a folder here, in order.
    public func models() throws(UpdateError) -> [String] {
        try Directory(dataDirectory + "/models").names().filter {
            BundlePath.isName($0) && Directory(root(of: $0)).exists
        }
    }

    /// The folder that a bundle is put together in, made when it is not there; what is in it stays.
    ///
    /// - Parameters:
    ///   - model: 1 to 64 of `A-Za-z0-9_.-`, not dots alone.
    ///   - job: the same.
    /// - Returns: The folder.
    /// - Throws: `bad_path` for other names; `no_space`, `read_only`.
    public func staging(model: String, job: String) throws(UpdateError) -> Staging {
        for name in [model, job] where !BundlePath.isName(name) {
            throw UpdateError(
                .badPath,
                "\"\(name.prefix(80))\" cannot be a folder of the store: use 1 to 64 of A-Z a-z 0-9 _ . -, not dots "
                    + "alone"
            )
        }
        let directory = Directory(stagingFolder(of: model).path + "/" + job)
        try directory.create()
        return Staging(model: model, job: job, directory: directory)
    }

    func root(of model: String) -> String { "\(dataDirectory)/models/\(model)" }

    func store(of model: String) -> Directory { Directory(root(of: model) + "/store") }

    func stagingFolder(of model: String) -> Directory { Directory(root(of: model) + "/staging") }

    /// The id of the bundle in a folder; nil when there is none.
    func storedID(_ folder: String) throws(UpdateError) -> BundleID? {
        try AtomicFile.read(folder + "/manifest.json", limit: FolderSource.manifestLimit)
            .map { BundleID(SHA256Digest(of: $0)) }
    }
}
