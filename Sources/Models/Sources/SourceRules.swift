import Transfer

/// Which places bundles may come from: URL prefixes that are compared part by part.
///
/// `https:` allows a scheme; `https://host`, `https://host:8443/folder`, `s3://bucket/folder`, `file:/srv/models` and
/// `mlflow:models:/press` narrow it. A path is compared step by step, so that `/mod` does not allow `/models`. A port that
/// is not written is the scheme's; `:*` allows every port.
public struct SourceRules: Sendable, Equatable {
    /// What is allowed where nothing is configured: `https:`, `s3:`, `mlflow:`, `file:`, and `http:` to this machine.
    public static let usual = SourceRules(rules: [
        Rule(scheme: .https), Rule(scheme: .s3), Rule(scheme: .mlflow), Rule(scheme: .file),
        Rule(scheme: .http, host: "localhost", port: nil), Rule(scheme: .http, host: "127.0.0.1", port: nil),
        Rule(scheme: .http, host: "[::1]", port: nil),
    ])

    private struct Rule: Sendable, Equatable {
        var scheme: SourceLocation.Scheme
        /// Or the bucket; nil: any.
        var host: String?
        /// Nil: any.
        var port: Int?
        var steps: [String] = []
    }

    private let rules: [Rule]

    private init(rules: [Rule]) { self.rules = rules }

    /// Reads the prefixes of `updates.sources`.
    ///
    /// - Throws: `bad_path`, naming the prefix that cannot be read.
    public init(_ prefixes: [String]) throws(UpdateError) {
        var rules: [Rule] = []
        for prefix in prefixes { rules.append(try Self.rule(prefix)) }
        self.rules = rules
    }

    /// True when a prefix covers the location.
    public func allows(_ location: SourceLocation) -> Bool { allows(location.place) }

    func allows(_ place: SourcePlace) -> Bool {
        let wanted = Self.facts(place)
        return rules.contains { rule in
            rule.scheme == wanted.scheme && (rule.host == nil || rule.host == wanted.host)
                && (rule.port == nil || rule.port == wanted.port) && wanted.steps.starts(with: rule.steps)
        }
    }

    /// Refuses a place that no prefix covers.
    func check(_ place: SourcePlace) throws(UpdateError) {
        guard allows(place) else {
            throw UpdateError(.badPath, "\(place) is not among updates.sources; add a prefix of it there to allow it")
        }
    }

    private static func facts(_ place: SourcePlace) -> Rule {
        let steps = Self.steps(place.path)
        switch place {
        case .file: return Rule(scheme: .file, steps: steps)
        case .web(let address):
            return Rule(scheme: place.scheme, host: address.origin.host, port: address.origin.port, steps: steps)
        case .s3(let bucket, _): return Rule(scheme: .s3, host: bucket, steps: steps)
        case .mlflow(let reference, let file):
            return Rule(scheme: .mlflow, steps: referenceSteps(reference) + [file])
        }
    }

    private static func steps(_ path: String) -> [String] { path.split(separator: "/").map(String.init) }

    /// `models:/press@champion` is `models:`, `press`, `@champion`: a prefix with the name allows every alias.
    private static func referenceSteps(_ reference: String) -> [String] {
        steps(reference).flatMap { step in
            guard let at = step.lastIndex(of: "@") else { return [step] }
            return [String(step[..<at]), String(step[at...])].filter { !$0.isEmpty }
        }
    }

    private static func rule(_ prefix: String) throws(UpdateError) -> Rule {
        let parts = prefix.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let scheme = SourceLocation.Scheme(rawValue: parts[0].lowercased()) else {
            throw unreadable(prefix)
        }
        let rest = String(parts[1])
        guard !rest.isEmpty, rest != "//" else { return Rule(scheme: scheme) }
        guard !rest.contains("?"), !rest.contains("#") else { throw unreadable(prefix) }
        do {
            switch scheme {
            case .http, .https: return try web(scheme, rest)
            case .s3: return try bucket(rest)
            case .file: return facts(try SourcePlace("file:" + trimmed(rest)))
            case .mlflow: return Rule(scheme: .mlflow, steps: referenceSteps(rest))
            }
        } catch {
            throw unreadable(prefix)
        }
    }

    private static func web(_ scheme: SourceLocation.Scheme, _ rest: String) throws(UpdateError) -> Rule {
        let authority = rest.dropFirst(2).prefix { $0 != "/" }
        let isAnyPort = authority.hasSuffix(":*")
        let path = rest.dropFirst(2 + authority.count)
        let host = isAnyPort ? authority.dropLast(2) : authority
        let address = try WebAddress(source: scheme.rawValue + ":" + trimmed("//\(host)\(path)"))
        var rule = facts(.web(address))
        if isAnyPort { rule.port = nil }
        return rule
    }

    private static func bucket(_ rest: String) throws(UpdateError) -> Rule {
        var rule = facts(try SourcePlace("s3:" + trimmed(rest) + "/x"))
        rule.steps.removeLast()
        return rule
    }

    private static func trimmed(_ text: String) -> String { text.hasSuffix("/") ? String(text.dropLast()) : text }

    private static func unreadable(_ prefix: String) -> UpdateError {
        UpdateError(
            .badPath,
            "updates.sources: \"\(prefix.prefix(200))\" is no prefix of a source, such as https://host/folder, "
                + "s3://bucket/folder, file:/folder or mlflow:models:/name"
        )
    }
}
