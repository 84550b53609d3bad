/// One artifact of a manifest.
struct LintedArtifact: Sendable {
    let origin: Origin
    let keys: LintedMapping

    init?(_ node: ConfigurationNode) {
        guard let keys = LintedMapping(node) else { return nil }
        origin = node.origin
        self.keys = keys
    }

    /// Where devices find it.
    var uri: String? { keys["URI"]?.value.text }

    /// The file's name: what follows the last slash of an `s3://` URI.
    var fileName: String? {
        guard let uri, uri.lowercased().hasPrefix("s3://") else { return nil }
        let name = uri.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        return name.isEmpty ? nil : String(name)
    }

    /// True where the nucleus unpacks it.
    var isUnpacked: Bool { keys["Unarchive"]?.value.text?.uppercased() == "ZIP" }

    /// The folder below `{artifacts:decompressedPath}` that it is unpacked to: its name without what follows the last
    /// dot.
    var folder: String? {
        fileName.map { name in name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name }
    }

    /// True where users of other components may read it; to execute includes to read.
    var isReadableByAll: Bool {
        let permission = LintedMapping(keys["Permission"]?.value)
        return ["Read", "Execute"].contains { permission?[$0]?.value.text?.uppercased() == "ALL" }
    }
}
