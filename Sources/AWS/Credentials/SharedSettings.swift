/// What the environment and the files `config` and `credentials` say, for one profile.
public struct SharedSettings: Sendable, Hashable {
    /// The process's variables.
    let environment: [String: String]
    /// The profile's name; `default` where none is named.
    let profileName: String
    /// True when the caller named the profile: then keys in the environment do not count.
    let isProfileExplicit: Bool
    /// True when the caller or `AWS_PROFILE` named the profile.
    let isProfileNamed: Bool
    /// Both files.
    let files: ProfileFiles
    /// Where `~` leads; nil: nowhere.
    let homeDirectory: String?

    /// Reads both files; one that is not there is empty.
    ///
    /// - Parameters:
    ///   - environment: The process's variables.
    ///   - homeDirectory: Where `.aws` is; nil: only files that the environment names are read.
    ///   - profile: Named by the configuration; nil: `AWS_PROFILE`, else `default`.
    /// - Throws: When a file cannot be read, or a line of it cannot be understood.
    public init(environment: [String: String], homeDirectory: String?, profile: String? = nil) throws(AWSError) {
        self.environment = environment
        self.homeDirectory = homeDirectory
        let named = profile ?? Self.named("AWS_PROFILE", environment) ?? Self.named("AWS_DEFAULT_PROFILE", environment)
        profileName = named ?? "default"
        isProfileNamed = named != nil
        isProfileExplicit = profile != nil
        files = try ProfileFiles(environment: environment, homeDirectory: homeDirectory)
    }

    /// Where requests go unless something else is said: `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's `region`.
    public var region: String? {
        variable("AWS_REGION") ?? variable("AWS_DEFAULT_REGION") ?? setting("region")
    }

    /// The profile; nil where neither file has it.
    var profile: [String: String]? { files.profiles[profileName] }

    /// A variable that is set and not empty.
    func variable(_ name: String) -> String? { Self.named(name, environment) }

    /// A setting of the profile, not empty.
    func setting(_ name: String) -> String? { profile?[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// A setting that the profile's `services` section has for a service.
    func serviceSetting(_ service: String, _ name: String) -> String? {
        guard let section = setting("services"), let nested = files.services[section]?[service] else { return nil }
        return INIText.nested(nested)[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// True where the variable says so, or without it the profile.
    func isTrue(_ variable: String, _ setting: String) -> Bool {
        (self.variable(variable) ?? self.setting(setting))?.lowercased() == "true"
    }

    private static func named(_ name: String, _ environment: [String: String]) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
