import Recipes

/// The part of the configuration that the environment gives; an empty variable counts as not set.
struct EnvironmentLayer {
    private static let beginning = "MARRAM_"
    /// Variables that are no keys but are read elsewhere.
    private static let others: Set<String> = Set(
        ["MARRAM_ONNXRUNTIME", "MARRAM_LAPACK", "MARRAM_DATA"] + RetrainDocument.Variable.allCases.map(\.rawValue)
    )
    /// Keys that a variable cannot hold.
    private static let unsupported: Set<RuntimeKey> = [.models, .bindings]

    /// Keys whose variable is a list with commas.
    private static let lists: Set<RuntimeKey> = [
        .requestsResponseAllow, .updatesSources, .retrainCommandRun, .retrainLocalTrain, .apiAlso,
    ]

    private let environment: [String: String]

    init(_ environment: [String: String]) {
        self.environment = environment.filter { $0.key.hasPrefix(Self.beginning) && !$0.value.isEmpty }
    }

    var tree: ConfigurationNode {
        RuntimeKey.allCases.filter { !Self.unsupported.contains($0) }.reduce(
            ConfigurationNode(.mapping(.init()), at: .source("environment"))
        ) { tree, key in
            guard let text = environment[key.variable] else { return tree }
            return tree.merging(Self.node(key, text))
        }
    }

    /// Returns a warning for each variable that looks as if it were a key but is none, but for those in `used`.
    func warnings(except used: Set<String>) -> [ConfigurationProblem] {
        let known = RuntimeKey.allCases.map(\.variable)
        return environment.keys.sorted().compactMap { name in
            if let key = Self.unsupported.first(where: { $0.variable == name }) {
                return ConfigurationProblem(
                    .variable(name),
                    "\(key.rawValue) cannot be set here; use gg-config.yml or --configuration"
                )
            }
            guard !known.contains(name), !Self.others.contains(name), !used.contains(name) else { return nil }
            let nearest = NearestKey.nearest(to: name, among: known).map { "; did you mean \($0)?" } ?? ""
            return ConfigurationProblem(.variable(name), "no key has this variable\(nearest)")
        }
    }

    private static func node(_ key: RuntimeKey, _ text: String) -> ConfigurationNode {
        let origin = Origin.variable(key.variable)
        var node = ConfigurationNode(.scalar(ConfigurationScalar(text)), at: origin)
        if lists.contains(key) {
            let parts = text.split(separator: ",").map { $0.trimmingPrefix(while: \.isWhitespace) }
            let elements = parts.map { part in
                String(part.reversed().drop(while: \.isWhitespace).reversed())
            }
            node.content = .sequence(
                elements.map { ConfigurationNode(.scalar(ConfigurationScalar($0)), at: origin) }
            )
        }
        for name in key.path.reversed() {
            var mapping = ConfigurationMapping()
            mapping.set(.init(key: name, origin: origin, value: node))
            node = ConfigurationNode(.mapping(mapping), at: origin)
        }
        return node
    }
}
