import Foundation
import Hummingbird
import OpenInference

/// The model, and perhaps its version, that a path names.
struct ModelTarget {
    let model: String
    let version: String?

    /// Reads them from the path, where they may be percent-encoded.
    init(_ context: APIContext) throws {
        model = Self.decoded(try context.parameters.require("model"))
        version = context.parameters.get("version").map(Self.decoded)
    }

    private static func decoded(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
        return text.removingPercentEncoding ?? text
    }
}

extension ServedModel {
    /// Why a model does not serve that an operator has taken out of service.
    static let unloaded = "unloaded"

    /// The version that a request names, or the one that serves.
    ///
    /// - Throws: `not_ready` while nothing serves, `unknown_version`.
    func version(_ name: String?) throws(InferError) -> ServedVersion {
        guard let first = versions.first else {
            throw InferError(.notReady, "model '\(self.name)' is not ready: \(reason ?? state.rawValue.lowercased())")
        }
        guard let name else { return first }
        guard let version = versions.first(where: { $0.version == name }) else {
            let known = versions.map(\.version).joined(separator: " and ")
            throw InferError(.unknownVersion, "model '\(self.name)' is served in version \(known)")
        }
        return version
    }
}
