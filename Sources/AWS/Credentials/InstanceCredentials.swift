import Foundation
import Transfer

/// Credentials of the role that an EC2 machine has, by version 2 of its metadata service.
struct InstanceCredentials {
    private static let path = "/latest/meta-data/iam/security-credentials/"

    let settings: SharedSettings
    let http: HTTPClient

    func look() throws(AWSError) -> CredentialSearch.Finding {
        guard settings.variable("AWS_EC2_METADATA_DISABLED")?.lowercased() != "true" else {
            return .nothing("AWS_EC2_METADATA_DISABLED is true")
        }
        guard let token = ask("PUT", "/latest/api/token", "X-aws-ec2-metadata-token-ttl-seconds", "21600") else {
            return .nothing("there is no EC2 metadata service")
        }
        guard let names = ask("GET", Self.path, "X-aws-ec2-metadata-token", token),
            let role = names.split(whereSeparator: \.isNewline).first
        else { return .nothing("the EC2 machine has no role") }
        let name = PercentEncoding.encode(String(role))
        guard let document = ask("GET", Self.path + name, "X-aws-ec2-metadata-token", token) else {
            return .nothing("the EC2 metadata service gives no keys for the role \(role.prefix(64))")
        }
        let origin = "the EC2 metadata service"
        return .found(try CredentialDocument.read(Array(document.utf8), from: origin).credentials(from: origin))
    }

    private var endpoint: String {
        if let named = settings.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT")
            ?? settings.setting("ec2_metadata_service_endpoint")
        {
            return String(named.reversed().drop { $0 == "/" }.reversed())
        }
        let mode =
            settings.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")
            ?? settings.setting("ec2_metadata_service_endpoint_mode")
        return mode?.lowercased() == "ipv6" ? "http://[fd00:ec2::254]" : "http://169.254.169.254"
    }

    /// The text of an answer; nil where there is none: most devices have no such service.
    private func ask(_ method: String, _ path: String, _ header: String, _ value: String) -> String? {
        guard value.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else { return nil }
        let request = HTTPRequest(method, endpoint + path, headers: [HTTPRequest.Header(header, value)])
        guard let response = try? http.send(request, limit: MetadataService.limit), response.status == 200 else {
            return nil
        }
        return String(validating: response.body, as: UTF8.self)
    }
}
