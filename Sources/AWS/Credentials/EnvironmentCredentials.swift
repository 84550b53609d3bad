import Foundation

/// Keys in the process's variables.
struct EnvironmentCredentials {
    let environment: [String: String]

    func look() throws(AWSError) -> CredentialSearch.Finding {
        guard let identifier = value("AWS_ACCESS_KEY_ID") else { return .nothing("AWS_ACCESS_KEY_ID is not set") }
        guard let secret = value("AWS_SECRET_ACCESS_KEY") else {
            throw AWSError(
                "Credentials",
                "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not; set both or neither"
            )
        }
        var expires: Date?
        if let text = value("AWS_CREDENTIAL_EXPIRATION") {
            guard let date = AmazonDate.read(text) else {
                throw AWSError(
                    "Credentials",
                    "AWS_CREDENTIAL_EXPIRATION is no time; expected the form 2026-11-20T12:00:00Z"
                )
            }
            expires = date
        }
        return .found(
            Credentials(
                accessKeyID: identifier,
                secretAccessKey: secret,
                sessionToken: value("AWS_SESSION_TOKEN") ?? value("AWS_SECURITY_TOKEN"),
                expires: expires
            )
        )
    }

    private func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
}
