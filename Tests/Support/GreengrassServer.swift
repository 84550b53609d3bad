import Foundation
import Transfer

/// Greengrass V2 and STS on loopback, by Tests/Fixtures/greengrass/serve.py: it checks signatures, members, recipes and
/// deployments as the service does, and keeps what it is given in memory.
///
/// It ends with the last reference. A start takes a second or more: suites share one, and use names or accounts of their
/// own, or call `reset` and run one test after another.
public final class GreengrassServer: Sendable {
    /// Keys of an account's user, who may do everything there.
    public struct Key: Sendable, Hashable {
        /// The public part.
        public let id: String
        /// The secret part.
        public let secret: String
        /// The account, 12 digits.
        public let account: String

        /// Makes one.
        public init(id: String = "AKIDTEST", secret: String = "s3cret-of-the-test", account: String = "111111111111") {
            self.id = id
            self.secret = secret
            self.account = account
        }

        /// The key as variables of the environment; nothing else is asked for credentials.
        public var environment: [String: String] {
            ["AWS_ACCESS_KEY_ID": id, "AWS_SECRET_ACCESS_KEY": secret, "AWS_EC2_METADATA_DISABLED": "true"]
        }
    }

    /// A request that was served or refused.
    public struct Request: Decodable, Sendable {
        /// `GET`, `POST`, `DELETE`.
        public let method: String
        /// Path and query.
        public let path: String
        /// The operation's name; nil where the request was refused before that.
        public let operation: String?
        /// The caller's account.
        public let account: String?
        /// The answer's status; nil where the connection was cut.
        public let status: Int?
        /// The error's name; nil for a success.
        public let error: String?
        /// The SHA-256 of the body, in hexadecimal.
        public let body: String?
        /// The token that AWS knows a request again by.
        public let clientToken: String?
        /// What STS was asked for: its members, and each session tag by `Tag NAME`.
        public let form: [String: String]?
    }

    /// What goes wrong with the next requests of an operation.
    public enum Fault: Sendable {
        /// An error by its name, such as `ThrottlingException`; `retryAfter`: what `Retry-After` says, in seconds.
        case error(String, retryAfter: Int? = nil)
        /// 503 without a body.
        case unavailable
        /// The request is done, and the connection is cut in the middle of the answer.
        case cut
        /// 200 with a page of HTML.
        case html
        /// 200 with something that is no JSON.
        case garbage
        /// The request is done, and answered after so many seconds.
        case slow(Double)
        /// The next page's token is always the same.
        case endlessPages
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    public let url: String
    /// The keys it knows; there is at least one.
    public let keys: [Key]
    private let process: Running
    private let client = HTTPClient(TransferOptions(proxy: .none))

    /// Starts it.
    ///
    /// - Parameters:
    ///   - keys: The keys it knows.
    ///   - region: The only region it takes.
    ///   - settle: How often DescribeComponent says `REQUESTED` before `DEPLOYABLE`.
    ///   - s3Endpoint: Where artifacts must be; nil: they are not looked for.
    ///   - s3Key: What they are read with; its account does not count. Nil: any.
    /// - Throws: When it does not start.
    public init(
        keys: [Key] = [Key()],
        region: String = "eu-west-1",
        settle: Int = 0,
        s3Endpoint: String? = nil,
        s3Key: Key? = nil
    ) async throws {
        var arguments = [try Python.path(), Python.script("greengrass/serve.py"), "--region", region]
        arguments += ["--settle", "\(settle)"]
        for key in keys { arguments += ["--key", "\(key.id):\(key.secret):\(key.account)"] }
        if let s3Endpoint { arguments += ["--s3-endpoint", s3Endpoint] }
        if let s3Key { arguments += ["--s3-key", "\(s3Key.id):\(s3Key.secret)"] }
        let process = try Running(arguments)
        try await process.waitForOutput(limit: .seconds(300), "its first line") { $0.contains("\n") }
        guard let url = process.lines.first?.split(separator: " ").last, url.hasPrefix("http://") else {
            throw SupportError("serve.py does not say where it listens: \(process.output)")
        }
        self.url = String(url)
        self.keys = keys
        self.process = process
    }

    /// Variables that lead here, with a key's credentials; S3 is left to `AWS_ENDPOINT_URL_S3`.
    public func environment(_ key: Key? = nil, region: String = "eu-west-1") -> [String: String] {
        (key ?? keys[0]).environment.merging([
            "AWS_REGION": region, "AWS_ENDPOINT_URL_GREENGRASSV2": url, "AWS_ENDPOINT_URL_STS": url,
        ]) { $1 }
    }

    /// The requests so far, those of control left out.
    public func log() throws -> [Request] {
        struct Answer: Decodable { let log: [Request] }
        return try JSONDecoder().decode(Answer.self, from: Data(try control("log"))).log
    }

    /// The next `times` requests of an operation (`*`: of any) fail with an error of that name.
    public func fail(_ operation: String, _ error: String, times: Int = 1) throws {
        try fail(operation, .error(error), times: times)
    }

    /// Something goes wrong with the next `times` requests of an operation (`*`: of any).
    public func fail(_ operation: String, _ fault: Fault, times: Int = 1) throws {
        var members: [String: any Sendable] = ["operation": operation, "times": times]
        switch fault {
        case .error(let name, let seconds):
            members["error"] = name
            if let seconds { members["retryAfter"] = seconds }
        case .unavailable: members["kind"] = "unavailable"
        case .cut: members["kind"] = "cut"
        case .html: members["kind"] = "html"
        case .garbage: members["kind"] = "garbage"
        case .endlessPages: members["kind"] = "endlessPages"
        case .slow(let seconds):
            members["kind"] = "slow"
            members["seconds"] = seconds
        }
        try control("fail", members)
    }

    /// Active deployments, or only those for a target, get this status.
    public func finish(_ status: String = "COMPLETED", target: String? = nil) throws {
        try control("finish", ["status": status].merging(target.map { ["target": $0] } ?? [:]) { $1 })
    }

    /// The next versions of this component end in `FAILED`, with errors by URI.
    public func breakComponent(_ name: String, errors: [String: String]) throws {
        try control("break", ["name": name, "errors": errors])
    }

    /// Makes a core device, or says more of one.
    ///
    /// - Parameters:
    ///   - thing: Its thing's name.
    ///   - groups: ARNs of the thing groups it is in.
    ///   - status: `HEALTHY` or `UNHEALTHY`.
    ///   - deployments: What came of deployments on it: members `deploymentId`, `targetArn`, `coreDeviceExecutionStatus`,
    ///     `reason`, `statusDetails` and so on of ListEffectiveDeployments; what is left out is filled in.
    ///   - components: Members `componentName`, `componentVersion`, `lifecycleState`, `isRoot` and so on of
    ///     ListInstalledComponents.
    ///   - account: Whose it is; nil: the first key's.
    /// - Throws: When the server is not reached.
    public func setDevice(
        _ thing: String,
        groups: [String] = [],
        status: String = "HEALTHY",
        deployments: [[String: any Sendable]] = [],
        components: [[String: any Sendable]] = [],
        account: String? = nil
    ) throws {
        try control(
            "device",
            [
                "thing": thing, "groups": groups, "status": status, "deployments": deployments,
                "components": components, "account": account ?? keys[0].account,
            ]
        )
    }

    /// Keys of assumed roles are refused as ended once they have signed so many requests.
    public func endSessions(after calls: Int) throws {
        try control("sessions", ["calls": calls])
    }

    /// Roles by ARN that may only be assumed with this external id.
    public func requireExternalID(_ id: String, of role: String) throws {
        try control("role", ["arn": role, "externalId": id])
    }

    /// Only these accounts can read artifacts; nil: all can.
    public func setReaders(_ accounts: [String]?) throws {
        try control("readers", accounts.map { ["accounts": $0] } ?? [:])
    }

    /// Forgets everything but the keys.
    public func reset() throws { try control("reset", [:]) }

    @discardableResult
    private func control(_ action: String, _ members: [String: any Sendable]? = nil) throws -> [UInt8] {
        var request = HTTPRequest("GET", "\(url)/__control__/\(action)")
        if let members {
            request.method = "POST"
            request.body = Array(try JSONSerialization.data(withJSONObject: members))
        }
        let response = try client.send(request, limit: 64 << 20)
        guard response.status == 200 else {
            throw SupportError("serve.py refused \(action): \(String(decoding: response.body, as: UTF8.self))")
        }
        return response.body
    }
}
