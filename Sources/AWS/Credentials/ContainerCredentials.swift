import Foundation
import Transfer

/// Credentials that a service beside the process gives: that of ECS or CodeBuild, and Greengrass's token exchange.
struct ContainerCredentials {
    private static let tries = 3
    private static let hosts: Set<String> = ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]", "localhost"]

    let settings: SharedSettings
    let http: HTTPClient
    let sleep: @Sendable (TimeInterval) -> Void

    func look() throws(AWSError) -> CredentialSearch.Finding {
        guard let url = try url() else {
            return .nothing(
                "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set"
            )
        }
        var request = HTTPRequest("GET", url, headers: [HTTPRequest.Header("Accept", "application/json")])
        if let token = try token() { request.headers.append(HTTPRequest.Header("Authorization", token)) }
        var remaining = Self.tries
        while true {
            do throws(AWSError) {
                return .found(try ask(request))
            } catch {
                remaining -= 1
                guard error.isPassing, remaining > 0 else { throw error }
                sleep(1)
            }
        }
    }

    private func ask(_ request: HTTPRequest) throws(AWSError) -> Credentials {
        let origin = "the container's credential service"
        let response: HTTPResponse
        do throws(TransferError) {
            response = try http.send(request, limit: MetadataService.limit)
        } catch {
            throw AWSError(
                "Credentials",
                "\(origin) was not reached: \(error.message)",
                isPassing: error.isPassing || error.code == .deadline
            )
        }
        guard response.status == 200 else {
            throw AWSError(
                "Credentials",
                "\(origin) answered \(response.status); check the role that it is to give, and the authorization token",
                isPassing: response.status >= 500 || response.status == 429
            )
        }
        return try CredentialDocument.read(response.body, from: origin).credentials(from: origin)
    }

    private func url() throws(AWSError) -> String? {
        if let path = settings.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
            guard path.hasPrefix("/") else {
                throw AWSError("Credentials", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI does not begin with a slash")
            }
            return "http://169.254.170.2\(path)"
        }
        guard let url = settings.variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") else { return nil }
        guard let address = try? WebAddress(url) else {
            throw AWSError("Credentials", "AWS_CONTAINER_CREDENTIALS_FULL_URI is no http: or https: URL")
        }
        let host = address.origin.host
        guard address.isSecure || Self.hosts.contains(host) || Self.isLoopback(host) else {
            throw AWSError(
                "Credentials",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI names the host \(host); without https only this machine and "
                    + Self.hosts.sorted().joined(separator: ", ") + " may be asked"
            )
        }
        return url
    }

    private func token() throws(AWSError) -> String? {
        let token: String
        if let path = settings.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
            token = try SmallFile.text(path, limit: 16 << 10)
        } else if let value = settings.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN") {
            token = value
        } else {
            return nil
        }
        guard token.utf8.allSatisfy({ $0 >= 32 && $0 != 127 }) else {
            throw AWSError(
                "Credentials",
                "the container's authorization token has a line break or a control character in it"
            )
        }
        return token
    }

    /// True for `127.0.0.0/8` and `::1`, written out.
    private static func isLoopback(_ host: String) -> Bool {
        if host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil && $0.first != "+" }
    }
}
