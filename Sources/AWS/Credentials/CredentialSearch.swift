import Foundation
import Transfer

/// One walk through the places where credentials may be; the first that has some wins, one that is broken ends it.
struct CredentialSearch: Sendable {
    /// What a place gave.
    enum Finding {
        case found(Credentials)
        /// Nothing, and why; without secrets.
        case nothing(String)
    }

    /// Where credentials may be.
    struct Place {
        let name: String
        let look: () throws(AWSError) -> Finding

        init(_ name: String, look: @escaping () throws(AWSError) -> Finding) {
            self.name = name
            self.look = look
        }
    }

    let environment: [String: String]
    let homeDirectory: String?
    let profile: String?
    let http: HTTPClient
    let metadata: HTTPClient
    let clock: @Sendable () -> Date
    let sleep: @Sendable (TimeInterval) -> Void

    func run() throws(AWSError) -> Credentials {
        let settings = try SharedSettings(environment: environment, homeDirectory: homeDirectory, profile: profile)
        var reasons: [String] = []
        for place in places(settings) {
            switch try place.look() {
            case .found(let credentials): return credentials
            case .nothing(let reason): reasons.append("\(place.name): \(reason)")
            }
        }
        throw AWSError(
            "Credentials",
            "no AWS credentials were found. " + reasons.joined(separator: "; ") + hint(settings)
        )
    }

    private func places(_ settings: SharedSettings) -> [Place] {
        let variables = Place("environment", look: EnvironmentCredentials(environment: environment).look)
        let container = Place(
            "container",
            look: ContainerCredentials(settings: settings, http: metadata, sleep: sleep).look
        )
        let machine = Place("machine", look: InstanceCredentials(settings: settings, http: metadata).look)
        let profiles = ProfileCredentials(
            settings: settings,
            sts: { sts(settings, $0) },
            sources: ["Environment": variables, "EcsContainer": container, "Ec2InstanceMetadata": machine],
            clock: clock
        )
        return (settings.isProfileExplicit ? [] : [variables]) + profiles.places + [container, machine]
    }

    private func sts(_ settings: SharedSettings, _ credentials: Credentials?) -> STSClient {
        STSClient(
            endpoints: AWSEndpoints(settings: settings),
            region: settings.region ?? "us-east-1",
            credentials: credentials,
            http: http,
            clock: clock
        )
    }

    private func hint(_ settings: SharedSettings) -> String {
        guard settings.setting("sso_session") != nil || settings.setting("sso_start_url") != nil else { return "" }
        return
            ". The profile \(settings.profileName) signs in by SSO, which needs a person and is not supported here; let "
            + "it name another source, such as credential_process"
    }
}
