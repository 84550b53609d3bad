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
        for (place, look) in places(settings) {
            switch try look() {
            case .found(let credentials): return credentials
            case .nothing(let reason): reasons.append("\(place): \(reason)")
            }
        }
        throw AWSError(
            "Credentials",
            "no AWS credentials were found. " + reasons.joined(separator: "; ") + hint(settings)
        )
    }

    private typealias Place = (name: String, look: () throws(AWSError) -> Finding)

    private func places(_ settings: SharedSettings) -> [Place] {
        let container = ContainerCredentials(settings: settings, http: metadata, sleep: sleep)
        let instance = InstanceCredentials(settings: settings, http: metadata)
        let variables = EnvironmentCredentials(environment: environment)
        let profiles = ProfileCredentials(
            settings: settings,
            sts: { (credentials) throws(AWSError) in try sts(settings, credentials) },
            sources: [
                "Environment": variables.look, "EcsContainer": container.look, "Ec2InstanceMetadata": instance.look,
            ],
            clock: clock
        )
        let first: [Place] = settings.isProfileExplicit ? [] : [("environment", variables.look)]
        return first + profiles.places + [("container", container.look), ("machine", instance.look)]
    }

    private func sts(_ settings: SharedSettings, _ credentials: Credentials?) throws(AWSError) -> STSClient {
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
