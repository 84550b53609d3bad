/// One component of `gg-config.yml`.
public struct Component: Sendable {
    /// Its key in the file, by which commands name it.
    public let handle: String
    /// Where the key stands.
    public let origin: Origin
    /// The component's name in Greengrass: letters, digits, `-`, `_` and `.`, at most 128.
    public let name: String
    /// What it is, for people.
    public let description: String?
    /// Who made it.
    public let publisher: String?
    /// The configuration that the component begins with, variables not yet replaced; a mapping when present.
    public let defaultConfiguration: ConfigurationNode?

    private static let keys = [
        "component-name", "ComponentDescription", "ComponentPublisher", "ComponentConfiguration",
    ]

    init(
        _ entry: ConfigurationMapping.Entry,
        variables: [String: String],
        problems: inout [ConfigurationProblem]
    ) {
        var reader = ComponentReader(handle: entry.key, variables: variables)
        let mapping = reader.mapping(entry.value, keys: Self.keys, name: entry.key)
        handle = entry.key
        origin = entry.origin
        description = reader.text(mapping?["ComponentDescription"], key: "ComponentDescription")?.text
        publisher = reader.text(mapping?["ComponentPublisher"], key: "ComponentPublisher")?.text
        defaultConfiguration = reader.defaultConfiguration(mapping?["ComponentConfiguration"])
        name = mapping.map { reader.name($0["component-name"], at: entry.origin) } ?? ""
        problems += reader.problems
    }
}
