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
    /// Its type as Greengrass spells it: `aws.greengrass.generic`; nil where nothing is written.
    public let type: String?
    /// The folder of its sources, relative to that of the file and within it.
    public let root: String?
    /// The bucket of its artifacts; nil for that of the release.
    public let bucket: String?
    /// The region that it is published in; nil for that of the release.
    public let region: String?
    /// How it comes by its version: where nothing is written, from its model if it has one, else the next patch.
    public let versionRule: VersionRule
    /// How its artifact is made; a zip where nothing is written.
    public let build: BuildRule
    /// The components that it needs, in the order of the file.
    public let dependencies: [ComponentDependency]
    /// Where its model comes from; nil for a component without one.
    public let model: ModelRule?
    /// What it does on each platform, at least one; the first that fits a device is taken.
    public let manifests: [RecipeManifest]
    /// The configuration that the component begins with, variables not yet replaced; a mapping when present.
    public let defaultConfiguration: ConfigurationNode?

    /// The artifacts of all manifests.
    public var artifacts: [RecipeArtifact] { manifests.flatMap(\.artifacts) }

    let variables: [String: String]
    /// Variables without a value that the recipe needs.
    let missingInRecipe: [ConfigurationProblem]
    private let places: [String: Origin]

    /// Returns where a key of the component stands, such as `version`; for one that is not written, the component.
    public func origin(of key: String) -> Origin { places[key] ?? origin }

    init(
        _ entry: ConfigurationMapping.Entry,
        variables: [String: String],
        unset: UnsetVariables,
        problems: inout [ConfigurationProblem]
    ) {
        var reader = ComponentReader(handle: entry.key, variables: variables)
        let fields = reader.fields(entry.value, keys: Self.keys, name: entry.key, isComponent: true)
        handle = entry.key
        origin = entry.origin
        places = fields.origins
        self.variables = variables
        description = reader.text(fields["ComponentDescription"], key: "ComponentDescription")?.text
        publisher = reader.text(fields["ComponentPublisher"], key: "ComponentPublisher")?.text
        defaultConfiguration = reader.defaultConfiguration(fields["ComponentConfiguration"])
        name = fields.isWritten ? reader.name(fields["component-name"], at: entry.origin) : ""
        type = reader.type(fields["ComponentType"])
        root = reader.path(fields["root"], key: "root")
        bucket = reader.bucket(fields["bucket"])
        region = reader.region(fields["region"])
        model = reader.model(fields["model"], at: fields.origins["model"])
        versionRule = reader.version(fields["version"], isModel: fields["model"] != nil)
        build = reader.build(fields["build"])
        dependencies = reader.dependencies(fields["ComponentDependencies"], of: name)
        manifests = reader.manifests(fields, at: entry.origin)
        if fields["root"] == nil { reader.checkRoot(manifests.flatMap(\.artifacts), model: model, at: entry.origin) }
        problems += reader.problems
        if unset == .refused { problems += reader.missingInRelease + reader.missingInRecipe }
        missingInRecipe = reader.missingInRecipe
    }

    private static let keys = [
        "component-name", "root", "bucket", "region", "version", "build", "model", "ComponentType",
        "ComponentDescription", "ComponentPublisher", "ComponentDependencies", "ComponentConfiguration", "Manifests",
        "Artifacts", "Platform", "Lifecycle",
    ]
}
