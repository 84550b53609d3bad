/// How the components are run.
public struct LocalSettings: Sendable {
    /// What the components take for the name of their device.
    public var thing = "local"
    /// The region that they are told; nil: none.
    public var region: String?
    /// How long a component has between being asked to end and being killed, where its recipe does not say.
    public var stopLimit = Duration.seconds(15)
    /// What passes before the first restart.
    public var backoff = Duration.seconds(1)
    /// True: kept configurations are thrown away.
    public var isReset = false
    /// Names of variables of `environment` that components are given too.
    public var passed: [String] = []
    /// This process's environment.
    public var environment: [String: String]

    /// Makes the usual ones.
    public init(environment: [String: String]) { self.environment = environment }

    private static let plain = [
        "PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH",
    ]
    private static let credentials = [
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_CONFIG_FILE",
        "AWS_SHARED_CREDENTIALS_FILE", "AWS_CA_BUNDLE", "AWS_ENDPOINT_URL",
    ]

    /// The variables that every step of a component has.
    ///
    /// One that depends on the token exchange service gets this process's own AWS credentials in place of a device's.
    func variables(of component: LocalComponent) -> [String: String] {
        let needsCredentials = component.needs.contains { $0.name == "aws.greengrass.TokenExchangeService" }
        var variables: [String: String] = [:]
        for name in Self.plain + passed + (needsCredentials ? Self.credentials : []) {
            variables[name] = environment[name]
        }
        variables["PATH"] = variables["PATH"] ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        variables["AWS_IOT_THING_NAME"] = thing
        variables["GGC_VERSION"] = "0.0.0-local"
        variables["AWS_REGION"] = region
        variables["AWS_DEFAULT_REGION"] = region
        return variables
    }
}
