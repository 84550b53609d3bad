import Edge
import Recipes

/// Sources for tests: a machine that is the same everywhere.
enum SettingsSamples {
    static let surroundings = Surroundings(hostName: "host-1", currentDirectory: "/cwd", isRoot: false)
    static let environment = ["HOME": "/home/m"]

    /// Returns `gg-config.yml` with one component, the runtime configuration beginning in line 5 at column 9.
    static func file(_ configuration: String) -> String {
        let lines = configuration.split(separator: "\n", omittingEmptySubsequences: false)
        return """
            custom-components:
              edge:
                component-name: io.marram.edge
                ComponentConfiguration:
                  DefaultConfiguration:\(lines.isEmpty ? " {}" : "")

            """ + lines.map { "        \($0)\n" }.joined()
    }

    static func sources(
        file: String? = nil,
        json: String? = nil,
        environment: [String: String] = [:],
        set: [String: String] = [:],
        folder: String? = "/project"
    ) -> ConfigurationSources {
        ConfigurationSources(
            document: file.map { ConfigurationDocument(text: Self.file($0), name: "gg-config.yml", folder: folder) },
            configuration: json,
            environment: Self.environment.merging(environment) { $1 },
            set: set,
            surroundings: surroundings
        )
    }

    static func problems(_ sources: ConfigurationSources) -> [String] {
        do {
            _ = try Settings.load(from: sources)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }
}
