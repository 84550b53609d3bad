import Transfer

extension SourcePlace {
    /// Where a file of the bundle lies whose manifest this is.
    ///
    /// Its URL is read against the manifest and stays in its folder; an absolute one may be `https:`, `s3:`, or `http:`
    /// and `file:` where the manifest came that way itself.
    ///
    /// - Throws: `bad_path` for any other URL, and for a place that `rules` do not allow.
    func place(of file: Manifest.File, rules: SourceRules) throws(UpdateError) -> SourcePlace {
        let reference = file.url ?? file.path
        if let colon = reference.firstIndex(of: ":"), reference[..<colon].allSatisfy({ $0.isLetter || $0.isNumber }) {
            let place = try SourcePlace(reference)
            guard Self.mayLead(from: scheme, to: place.scheme) else {
                throw UpdateError(
                    .badPath,
                    "the manifest from \(scheme.rawValue): names \(file.path) at \(place): use a URL relative to the "
                        + "manifest, or https: or s3:"
                )
            }
            try rules.check(place)
            return place
        }
        let steps = reference.split(separator: "/", omittingEmptySubsequences: false)
        guard steps.allSatisfy(Self.isPlain), reference.utf8.count <= 1024 else {
            throw UpdateError(
                .badPath,
                "the URL of \(file.path) is \"\(reference.prefix(100))\": it must be absolute, or steps of "
                    + "A-Za-z0-9._- below the manifest"
            )
        }
        return sibling(reference)
    }

    /// The place of a path of safe characters, relative to this one's folder.
    func sibling(_ path: String) -> SourcePlace {
        func replaced(_ text: String) -> String {
            guard let slash = text.lastIndex(of: "/") else { return path }
            return text[...slash] + path
        }
        return switch self {
        case .file(let own): .file(replaced(own))
        case .web(let address): .web(address.replacing(path: replaced(address.path)))
        case .s3(let bucket, let key): .s3(bucket: bucket, key: replaced(key))
        case .mlflow(let reference, let file): .mlflow(reference: reference, file: replaced(file))
        }
    }

    private static func mayLead(from own: SourceLocation.Scheme, to other: SourceLocation.Scheme) -> Bool {
        switch other {
        case .https, .s3: true
        case .http: own == .http || own == .file
        case .file: own == .file
        case .mlflow: false
        }
    }

    private static func isPlain(_ step: Substring) -> Bool {
        !step.isEmpty && !step.hasPrefix(".")
            && step.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
