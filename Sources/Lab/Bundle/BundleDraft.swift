import Foundation
public import Models
public import Telemetry

/// What a manifest says beyond what the files show.
public struct BundleDraft: Sendable {
    /// The model's name.
    public var name: String
    /// The version, for people.
    public var version: String
    /// When it is made.
    public var created: Timestamp?
    /// After this time it may not be installed.
    public var expires: Timestamp?
    /// What may never fall on a device.
    public var securityVersion = 0
    /// What a device must have.
    public var requires = Manifest.Requirements()
    /// What the model must hold to.
    public var gates = Manifest.Gates()
    /// Where it comes from.
    public var provenance: [String: String] = [:]

    /// Starts with what every bundle has.
    public init(name: String, version: String, created: Timestamp?) {
        self.name = name
        self.version = version
        self.created = created
    }

    /// The manifest of some files.
    func manifest(files: [Manifest.File], model: BundleModel) -> Manifest {
        var manifest = Manifest(name: name, version: version, files: files)
        manifest.created = created.map(Self.date)
        manifest.expires = expires.map(Self.date)
        manifest.securityVersion = securityVersion
        manifest.requires = requires
        manifest.requires.opsetMax = model.opset ?? requires.opsetMax
        manifest.ports = model.ports
        manifest.tests = model.golden.tests
        manifest.gates = gates
        manifest.provenance = provenance
        return manifest
    }

    private static func date(_ time: Timestamp) -> Date {
        Date(timeIntervalSince1970: Double(time.microseconds) / 1_000_000)
    }
}
