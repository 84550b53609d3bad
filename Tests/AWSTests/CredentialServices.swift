import AWS
import Foundation
import Support
import Transfer

/// STS, the container's service and the machine's own, on loopback; keys are called by where they come from.
final class CredentialServices: Sendable {
    let server: StandInServer
    /// What the container's service answers with.
    let containerStatus = Watched(200)

    init() throws {
        let containerStatus = containerStatus
        server = try StandInServer { request, line in
            switch (request.method, request.target.split(separator: "?").first.map(String.init) ?? "") {
            case ("POST", "/"): Self.answerSTS(request, line)
            case ("GET", "/container"):
                line.answer(containerStatus.value, body: Self.document("CONTAINER"))
            case ("PUT", "/latest/api/token"):
                let isAsked = request.header("X-aws-ec2-metadata-token-ttl-seconds") == "21600"
                line.answer(isAsked ? 200 : 400, body: Array("machine-token".utf8))
            case ("GET", let path) where path.hasPrefix("/latest/meta-data/iam/security-credentials/"):
                guard request.header("X-aws-ec2-metadata-token") == "machine-token" else { return _ = line.answer(401) }
                let isList = path.hasSuffix("/")
                line.answer(body: isList ? Array("a role\n".utf8) : Self.document("MACHINE"))
            default: line.answer(404)
            }
        }
    }

    /// Forms that STS was sent, as they came.
    var forms: [String] {
        server.requests.value.filter { $0.method == "POST" }.map { String(decoding: $0.body, as: UTF8.self) }
    }

    /// Variables that lead to these services and to no others.
    var environment: [String: String] {
        ["AWS_ENDPOINT_URL_STS": server.url("/"), "AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url("/")]
    }

    /// A chain that asks these services.
    func chain(
        _ variables: [String: String] = [:],
        home: String? = nil,
        profile: String? = nil,
        sleep: @escaping @Sendable (TimeInterval) -> Void = { _ in }
    ) -> CredentialChain {
        CredentialChain(
            environment: environment.merging(variables) { $1 },
            homeDirectory: home,
            profile: profile,
            http: HTTPClient(TransferOptions(proxy: .none)),
            clock: { Date(timeIntervalSince1970: 1_795_176_000) },
            sleep: sleep
        )
    }

    private static func document(_ name: String) -> [UInt8] {
        Array(
            """
            {"Code": "Success", "AccessKeyId": "\(name)", "SecretAccessKey": "s3cret", "Token": "t0ken",
             "Expiration": "2027-01-01T00:00:00Z"}
            """.utf8
        )
    }

    private static func answerSTS(_ request: StandInServer.Request, _ line: StandInLine) {
        let form = String(decoding: request.body, as: UTF8.self)
        let action = form.contains("Action=AssumeRoleWithWebIdentity&") ? "AssumeRoleWithWebIdentity" : "AssumeRole"
        let signer = request.header("Authorization")?.split(separator: "=")[1].split(separator: "/").first ?? "NOBODY"
        let text = """
            <\(action)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><\(action)Result><Credentials>
            <AccessKeyId>ROLE-BY-\(signer)</AccessKeyId><SecretAccessKey>s3cret</SecretAccessKey>
            <SessionToken>t0ken</SessionToken><Expiration>2027-01-01T00:00:00.000Z</Expiration>
            </Credentials></\(action)Result></\(action)Response>
            """
        line.answer(body: Array(text.utf8))
    }
}
