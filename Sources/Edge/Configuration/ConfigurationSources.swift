/// Everything that a configuration is made of, as texts.
///
/// The document is the base, the `configuration` option lies over it, and the environment over both.
public struct ConfigurationSources: Sendable {
    /// The text of `gg-config.yml`; nil when there is none.
    public var document: ConfigurationDocument?
    /// The handle of the component to run; nil for the only one with a default configuration.
    public var component: String?
    /// The text of `--configuration`, JSON or YAML; nil when not given.
    public var configuration: String?
    /// The environment, for `MARRAM_…` and for substitution in the document.
    public var environment: [String: String]
    /// Further variables for substitution, which go before the environment's.
    public var set: [String: String]
    /// The machine and the process.
    public var surroundings: Surroundings

    /// Gathers the sources; with none given every key has its default.
    public init(
        document: ConfigurationDocument? = nil,
        component: String? = nil,
        configuration: String? = nil,
        environment: [String: String] = [:],
        set: [String: String] = [:],
        surroundings: Surroundings = .current()
    ) {
        self.document = document
        self.component = component
        self.configuration = configuration
        self.environment = environment
        self.set = set
        self.surroundings = surroundings
    }
}
