import FoundationEssentials
import OpenInference
import Telemetry

extension Manifest {
    /// The most bytes of a manifest.
    public static let mostBytes = 1 << 20
    /// The most bytes of the signatures' file.
    public static let mostSignatureBytes = 64 << 10
    /// The `schema` that this program reads and writes.
    public static let schema = 1
    /// Sizes of chunks: 64 KiB to 64 MiB.
    public static let chunkSizes: ClosedRange<Int64> = (64 << 10)...(64 << 20)
    /// The most bytes of all files together.
    static let mostFileBytes: Int64 = 1 << 40

    private static let members = [
        "schema", "name", "version", "created", "expires", "security_version", "requires", "files", "io", "tests",
        "gates", "provenance", "allow_downgrade_from",
    ]

    /// Reads `manifest.json` and checks all of it.
    ///
    /// Members that are not known are passed over, unless their names are nearly those of known ones; within `requires`
    /// and `gates` they are refused, since what they ask for would not be asked.
    ///
    /// - Parameter json: The whole file.
    /// - Throws: `badManifest`, or `badPath` for a file that may not be named so.
    public init(json: [UInt8]) throws(UpdateError) {
        guard json.count <= Self.mostBytes else {
            throw UpdateError(
                .badManifest,
                "\(BundlePath.manifest) has \(json.count) bytes; at most \(Self.mostBytes) are taken"
            )
        }
        let root: JSONPlace
        do throws(InferError) {
            root = JSONPlace(try StrictJSON(json), code: .badManifest)
        } catch {
            throw UpdateError(.badManifest, "\(BundlePath.manifest) is not JSON that can be taken: \(error.message)")
        }
        do throws(UpdateError) {
            try self.init(root)
        } catch {
            throw UpdateError(error.code, "\(BundlePath.manifest): \(error.message)")
        }
    }

    private init(_ root: JSONPlace) throws(UpdateError) {
        let schema = try root.object(["schema"])["schema"]
        guard let found = try schema?.whole(0...Int64.max) else {
            throw root.error("has no 'schema'; expected \(Self.schema)")
        }
        guard found == Self.schema else {
            throw root.error(
                "'schema' is \(found); this program reads \(Self.schema): update it, or make the bundle for it"
            )
        }
        let members = try root.object(Self.members)
        self.init(
            name: try Self.name(try Self.required("name", members, root)),
            version: try Self.name(try Self.required("version", members, root)),
            files: try Self.files(try Self.required("files", members, root))
        )
        created = try members["created"].map(Self.time)
        expires = try members["expires"].map(Self.time)
        securityVersion =
            try members["security_version"].map { place throws(UpdateError) in Int(try place.whole(0...1 << 31)) } ?? 0
        requires = try members["requires"].map(Requirements.init) ?? Requirements()
        ports = try members["io"].map(Ports.init)
        tests = try Self.tests(members["tests"], files: files)
        gates = try members["gates"].map(Gates.init) ?? Gates()
        provenance = try Self.provenance(members["provenance"])
        try Self.checkDowngrades(members["allow_downgrade_from"])
    }

    static func required(
        _ name: String,
        _ members: [String: JSONPlace],
        _ owner: JSONPlace
    ) throws(UpdateError) -> JSONPlace {
        guard let place = members[name] else { throw owner.error("has no '\(name)'") }
        return place
    }

    private static func name(_ place: JSONPlace) throws(UpdateError) -> String {
        let text = try place.text(most: 1024)
        guard BundlePath.isName(text) else {
            throw place.error("is '\(text)'; expected 1 to 64 letters, digits, '_', '.' and '-'")
        }
        return text
    }

    private static func time(_ place: JSONPlace) throws(UpdateError) -> Date {
        let text = try place.text(most: 64)
        // With its zone, so that nobody has to guess it.
        guard let time = Timestamp(rfc3339: text), text.utf8.count > 19,
            text.hasSuffix("Z") || text.hasSuffix("z") || text.dropFirst(19).contains(where: { $0 == "+" || $0 == "-" })
        else { throw place.error("is '\(text)'; expected a time such as 2026-11-20T12:00:00Z") }
        return Date(timeIntervalSince1970: Double(time.microseconds) / 1_000_000)
    }

    private static func provenance(_ place: JSONPlace?) throws(UpdateError) -> [String: String] {
        var entries: [String: String] = [:]
        for (key, value) in try place?.members(most: 64) ?? [] {
            guard key.utf8.count <= 128 else { throw value.error("has a name of more than 128 bytes") }
            entries[key] = try value.text(most: 4096)
        }
        return entries
    }

    private static func checkDowngrades(_ place: JSONPlace?) throws(UpdateError) {
        guard let place else { return }
        guard try place.array(0...1024).isEmpty else {
            throw place.error(
                "is not empty; the security version of a device never falls: leave it out, and raise 'security_version' "
                    + "only when older models must never run again"
            )
        }
    }
}
