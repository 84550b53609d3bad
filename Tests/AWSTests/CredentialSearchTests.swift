import Foundation
import Support
import Testing
import Transfer

@testable import AWS

@Suite("Places where credentials are looked for")
struct CredentialSearchTests {
    private let services: CredentialServices
    private let home: Folder

    init() throws {
        services = try CredentialServices()
        home = try Folder()
    }

    private func find(_ variables: [String: String] = [:], profile: String? = nil) throws(AWSError) -> String {
        try services.chain(variables, home: home.url.path, profile: profile).credentials().accessKeyID
    }

    private func failure(_ variables: [String: String] = [:], profile: String? = nil) -> String {
        do throws(AWSError) {
            return "found \(try find(variables, profile: profile))"
        } catch {
            return error.message
        }
    }

    private func write(_ config: String, credentials: String = "") throws {
        try home.write(config, to: ".aws/config")
        try home.write(credentials, to: ".aws/credentials")
    }

    // [aws-10]
    @Test("are asked in the order that AWS's tools have: taking the strongest away leaves the next")
    func order() throws {
        let token = try home.write("identity\n", to: "token")
        let program = try home.write(
            "#!/bin/sh\necho '{\"Version\": 1, \"AccessKeyId\": \"PROCESS\", \"SecretAccessKey\": \"x\"}'\n",
            to: "program",
            mode: 0o700
        )
        var variables = [
            "AWS_ACCESS_KEY_ID": "VARIABLES", "AWS_SECRET_ACCESS_KEY": "x", "AWS_WEB_IDENTITY_TOKEN_FILE": token,
            "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/web",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": services.server.url("/container"),
        ]
        let role = "role_arn = arn:aws:iam::123456789012:role/r\nsource_profile = default\n"
        let process = "credential_process = \(program)\n"
        let keys = "aws_access_key_id = CONFIG\naws_secret_access_key = x\n"
        let shared = "[default]\naws_access_key_id = SHARED\naws_secret_access_key = x\n"
        try write("[default]\n" + role + process + keys, credentials: shared)
        #expect(try find(variables) == "VARIABLES")
        variables["AWS_ACCESS_KEY_ID"] = ""
        #expect(try find(variables) == "ROLE-BY-SHARED")
        try write("[default]\n" + process + keys, credentials: shared)
        #expect(try find(variables) == "ROLE-BY-NOBODY")
        variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = nil
        #expect(try find(variables) == "SHARED")
        try write("[default]\n" + process + keys)
        #expect(try find(variables) == "PROCESS")
        try write("[default]\n" + keys)
        #expect(try find(variables) == "CONFIG")
        try write("")
        #expect(try find(variables) == "CONTAINER")
        variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = nil
        #expect(try find(variables) == "MACHINE")
        variables["AWS_EC2_METADATA_DISABLED"] = "true"
        #expect(
            failure(variables).hasPrefix("no AWS credentials were found. environment: AWS_ACCESS_KEY_ID is not set; ")
        )
    }

    // [aws-11]
    @Test("a profile that the caller names is stronger than keys in the environment")
    func namedProfile() throws {
        try write("[profile p]\naws_access_key_id = P\naws_secret_access_key = x\n")
        let variables = ["AWS_ACCESS_KEY_ID": "VARIABLES", "AWS_SECRET_ACCESS_KEY": "x"]
        #expect(try find(variables, profile: "p") == "P")
        #expect(try find(variables.merging(["AWS_PROFILE": "p"]) { $1 }) == "VARIABLES")
        #expect(try find(["AWS_PROFILE": "p"]) == "P")
        #expect(failure(["AWS_PROFILE": "q"]).contains("the profile q stands neither in"))
    }

    // [aws-19]
    @Test("all say why they gave nothing; SSO is named where a profile asks for it")
    func reasons() throws {
        try write("[default]\nsso_session = s\nregion = eu-west-1\n")
        let text = failure(["AWS_EC2_METADATA_DISABLED": "true"])
        for wanted in [
            "environment: AWS_ACCESS_KEY_ID is not set", "the profile has no role_arn",
            "web identity: AWS_WEB_IDENTITY_TOKEN_FILE is not set", "credentials file: ", "credential_process: ",
            "config file: ", "container: neither", "machine: AWS_EC2_METADATA_DISABLED is true", "SSO",
        ] {
            #expect(text.contains(wanted), "\(text)")
        }
    }

    // [aws-19]
    @Test(
        "half a key is an error, not a reason to look elsewhere",
        arguments: [
            (["AWS_ACCESS_KEY_ID": "A"], "", "AWS_SECRET_ACCESS_KEY is not"),
            (
                ["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s3cret", "AWS_CREDENTIAL_EXPIRATION": "soon"], "",
                "no time"
            ),
            ([:], "aws_access_key_id = A\n", "no aws_secret_access_key"),
            ([:], "role_arn = r\n", "neither source_profile nor credential_source"),
            ([:], "role_arn = r\nsource_profile = a\ncredential_source = Environment\n", "both"),
            ([:], "role_arn = r\nsource_profile = none\n", "stands in neither file"),
            (
                [:], "role_arn = r\ncredential_source = Moon\n",
                "expected one of Ec2InstanceMetadata, EcsContainer, Environment"
            ),
            ([:], "role_arn = r\ncredential_source = Environment\n", "which gave none: AWS_ACCESS_KEY_ID is not set"),
            ([:], "role_arn = r\nsource_profile = a\nmfa_serial = m\n", "needs a person"),
            ([:], "web_identity_token_file = /nowhere/token\nrole_arn = r\n", "cannot be read"),
            ([:], "web_identity_token_file = /nowhere/token\n", "set AWS_ROLE_ARN"),
        ] as [([String: String], String, String)]
    )
    func half(variables: [String: String], profile: String, wanted: String) throws {
        try write("[default]\n" + profile)
        let text = failure(variables)
        #expect(text.contains(wanted), "\(text)")
        #expect(!text.contains("s3cret"))
    }

    // [aws-13]
    @Test("roles are assumed along source_profile, with what each profile says")
    func roles() throws {
        try write(
            """
            [profile a]
            role_arn = arn:aws:iam::1:role/a
            source_profile = b
            external_id = x/y z
            duration_seconds = 900
            role_session_name = me
            [profile b]
            role_arn = arn:aws:iam::1:role/b
            source_profile = c
            [profile c]
            aws_access_key_id = C
            aws_secret_access_key = x
            """
        )
        #expect(try find(profile: "a") == "ROLE-BY-ROLE-BY-C")
        #expect(
            services.forms == [
                "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fb"
                    + "&RoleSessionName=marram-1795176000",
                "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fa&RoleSessionName=me"
                    + "&DurationSeconds=900&ExternalId=x%2Fy%20z",
            ]
        )
    }

    // [aws-13]
    @Test("a profile may be the source of its own role when it has keys; every other circle is refused")
    func circles() throws {
        try write("[profile a]\nrole_arn = r\nsource_profile = a\naws_access_key_id = A\naws_secret_access_key = x\n")
        #expect(try find(profile: "a") == "ROLE-BY-A")
        try write("[profile a]\nrole_arn = r\nsource_profile = a\n")
        #expect(failure(profile: "a").contains("in a circle by source_profile: a, a"))
        try write("[profile a]\nrole_arn = r\nsource_profile = b\n[profile b]\nrole_arn = r\nsource_profile = a\n")
        #expect(failure(profile: "a").contains("a, b, a"))
    }

    // [aws-13]
    @Test("a role takes its source from the environment, the container or the machine")
    func credentialSources() throws {
        for (source, name) in [("Environment", "E"), ("EcsContainer", "CONTAINER"), ("Ec2InstanceMetadata", "MACHINE")]
        {
            try write("[profile a]\nrole_arn = r\ncredential_source = \(source)\n")
            let found = try find(
                [
                    "AWS_PROFILE": "a", "AWS_ACCESS_KEY_ID": source == "Environment" ? "E" : "",
                    "AWS_SECRET_ACCESS_KEY": "x",
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI": services.server.url("/container"),
                ],
                profile: "a"
            )
            #expect(found == "ROLE-BY-\(name)")
        }
    }

    // [aws-13]
    @Test("a web identity's token is sent unsigned, as the file has it now")
    func webIdentity() throws {
        let token = try home.write("one", to: "token")
        let variables = [
            "AWS_WEB_IDENTITY_TOKEN_FILE": token, "AWS_ROLE_ARN": "arn", "AWS_ROLE_SESSION_NAME": "me",
        ]
        let chain = services.chain(variables)
        #expect(try chain.credentials().accessKeyID == "ROLE-BY-NOBODY")
        try home.write("two\n", to: "token")
        chain.forget()
        _ = try chain.credentials()
        #expect(services.forms.map { $0.hasSuffix("&WebIdentityToken=one") } == [true, false])
        #expect(services.forms.last?.hasSuffix("&RoleSessionName=me&WebIdentityToken=two") == true)
        #expect(services.server.requests.value.allSatisfy { $0.header("Authorization") == nil })
    }
}
