import Foundation
import Models

/// A bundle for people.
enum BundleText {
    /// What it is, a line each.
    static func text(_ bundle: VerifiedBundle, at path: String, signature: String) -> String {
        let manifest = bundle.manifest
        var lines = [
            "\(path): \(manifest.name) \(manifest.version)",
            row("id", "\(bundle.id)"),
            row("signed", signature),
            row("security", "\(manifest.securityVersion)"),
        ]
        if let created = manifest.created { lines.append(row("created", created.formatted(.iso8601))) }
        if let expires = manifest.expires { lines.append(row("expires", expires.formatted(.iso8601))) }
        lines += manifest.files.map { row("file", "\($0.path), \($0.size) bytes") }
        for port in manifest.ports?.inputs ?? [] { lines.append(row("input", text(port))) }
        for port in manifest.ports?.outputs ?? [] { lines.append(row("output", text(port))) }
        lines.append(row("tests", "\(manifest.tests.count)"))
        return lines.joined(separator: "\n")
    }

    private static func text(_ port: Manifest.Port) -> String {
        let sizes = port.shape.map { $0 < 0 ? "any" : "\($0)" }.joined(separator: ", ")
        return "\(port.name) \(port.datatype) [\(sizes)]"
    }

    private static func row(_ name: String, _ value: String) -> String {
        "  " + name + String(repeating: " ", count: max(1, 10 - name.count)) + value
    }
}
