import Foundation
import Support
import Testing
import Transfer

@testable import AWS

@Suite("The container's and the machine's own service")
struct MetadataTests {
    private let services: CredentialServices
    private let folder: Folder

    init() throws {
        services = try CredentialServices()
        folder = try Folder()
    }

    private func message(_ variables: [String: String]) -> String {
        do throws(AWSError) {
            return "found \(try services.chain(variables).credentials())"
        } catch {
            return error.message
        }
    }

    private var container: [String: String] {
        ["AWS_CONTAINER_CREDENTIALS_FULL_URI": services.server.url("/container"), "AWS_EC2_METADATA_DISABLED": "true"]
    }

    // [aws-15]
    @Test("the container's service is sent the token of the file, else that of the variable")
    func token() throws {
        var variables = container
        _ = try services.chain(variables).credentials()
        variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "variable"
        _ = try services.chain(variables).credentials()
        variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = try folder.write("file", to: "token")
        let found = try services.chain(variables).credentials()
        #expect(services.server.requests.value.map { $0.header("Authorization") } == [nil, "variable", "file"])
        #expect(found.sessionToken == "t0ken" && found.expires == Date(timeIntervalSince1970: 1_798_761_600))
        try folder.write("file\r\nX-Other: 1", to: "token")
        #expect(message(variables).contains("line break"))
        #expect(services.server.requests.value.count == 3)
    }

    // [aws-15]
    @Test(
        "only this machine and the known addresses are asked without https",
        arguments: [
            "http://169.254.169.254/x", "http://example.com/x", "http://127.0.0.1.example.com/x", "http://127.1/x",
            "http://[fd00:ec2::24]/x", "http://localhost.example.com", "ftp://localhost/", "http://user@localhost/",
        ]
    )
    func hosts(url: String) {
        let text = message(["AWS_CONTAINER_CREDENTIALS_FULL_URI": url, "AWS_EC2_METADATA_DISABLED": "true"])
        #expect(text.contains("AWS_CONTAINER_CREDENTIALS_FULL_URI"), "\(text)")
    }

    // [aws-15]
    @Test("the container's service is tried three times, a second apart, and no longer when it refuses")
    func tries() throws {
        let sleeps = Watched<[TimeInterval]>([])
        services.containerStatus.change { $0 = 500 }
        let chain = services.chain(container, sleep: { seconds in sleeps.change { $0.append(seconds) } })
        let error = #expect(throws: AWSError.self) { try chain.credentials() }
        #expect(error?.isPassing == true)
        #expect(services.server.requests.value.count == 3)
        #expect(sleeps.value == [1, 1])
        services.containerStatus.change { $0 = 403 }
        #expect(message(container).contains("answered 403"))
        #expect(services.server.requests.value.count == 4)
    }

    // [aws-15]
    @Test("a service that does not answer in time is tried again, too")
    func stalls() throws {
        let server = try StandInServer { _, line in line.stall() }
        let impatient = HTTPClient(TransferOptions(deadline: .seconds(1), proxy: .none))
        let variables = ["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url("/")]
        let error = #expect(throws: AWSError.self) {
            try services.chain(variables, metadata: impatient).credentials()
        }
        #expect(error?.isPassing == true && server.requests.value.count == 3)
    }

    // [aws-15]
    @Test("the machine's service is asked by its version 2, the role's name encoded")
    func machine() throws {
        #expect(try services.chain().credentials().accessKeyID == "MACHINE")
        #expect(
            services.server.requests.value.map { "\($0.method) \($0.target)" } == [
                "PUT /latest/api/token", "GET /latest/meta-data/iam/security-credentials/",
                "GET /latest/meta-data/iam/security-credentials/a%20role",
            ]
        )
    }

    // [aws-15]
    @Test("a machine without such a service is a reason, not an error")
    func noMachine() throws {
        let server = try StandInServer { _, line in line.answer(404) }
        #expect(
            message(["AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url("")]).contains(
                "machine: there is no EC2 metadata service"
            )
        )
        #expect(server.requests.value.count == 1)
        #expect(message(["AWS_EC2_METADATA_DISABLED": "TRUE"]).contains("AWS_EC2_METADATA_DISABLED is true"))
    }
}
