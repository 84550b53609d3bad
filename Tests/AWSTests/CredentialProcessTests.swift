import Foundation
import Testing

@testable import AWS

@Suite("credential_process")
struct CredentialProcessTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    private func run(_ line: String, _ environment: [String: String] = [:]) throws(AWSError) -> Credentials {
        try CredentialProcess(line: line, profile: "p", environment: environment).run()
    }

    // [aws-14]
    @Test("is started without a shell, found in PATH, and its keys are read")
    func started() throws {
        try folder.write(
            """
            #!/bin/sh
            printf '{"Version": 1, "AccessKeyId": "%s|%s|%s", "SecretAccessKey": "x", "SessionToken": "y",' "$1" "$2" "$VARIABLE"
            printf '"Expiration": "2027-01-01T00:00:00+00:00"}'
            """,
            to: "give keys",
            mode: 0o700
        )
        let found = try run(
            "'give keys' '$HOME; a' \"b c\"",
            ["PATH": "/nowhere:\(folder.url.path)", "VARIABLE": "v"]
        )
        #expect(
            found
                == Credentials(
                    accessKeyID: "$HOME; a|b c|v",
                    secretAccessKey: "x",
                    sessionToken: "y",
                    expires: Date(timeIntervalSince1970: 1_798_761_600)
                )
        )
        #expect(try run("\(folder.path("give\\ keys")) 1 2").accessKeyID == "1|2|")
    }

    // [aws-14] [aws-19]
    @Test(
        "says what is wrong with it, and nothing that it wrote",
        arguments: [
            ("echo s3cret; exit 3", "failed (exit code 3)"),
            ("echo s3cret", "did not give a JSON object"),
            ("echo '{\"AccessKeyId\": \"A\", \"SecretAccessKey\": \"s3cret\"}'", "gave no Version"),
            ("echo '{\"Version\": 2, \"AccessKeyId\": \"A\", \"SecretAccessKey\": \"s3cret\"}'", "gave version 2"),
            ("echo '{\"Version\": 1, \"SecretAccessKey\": \"s3cret\"}'", "no AccessKeyId"),
            (
                "echo '{\"Version\": 1, \"AccessKeyId\": \"A\", \"SecretAccessKey\": \"s3cret\", \"Expiration\": \"s3cret\"}'",
                "Expiration that is no time"
            ),
            ("while :; do echo s3cret; done", "wrote more than 65536 bytes"),
            ("kill -9 $$", "failed (SIGKILL)"),
        ]
    )
    func wrong(script: String, wanted: String) throws {
        let path = try folder.write("#!/bin/sh\n\(script)\n", to: "program", mode: 0o700)
        let error = #expect(throws: AWSError.self) { try run(path, ["PATH": "/usr/bin:/bin"]) }
        let text = error?.message ?? ""
        #expect(text.contains("credential_process of profile p") && text.contains(wanted), "\(text)")
        #expect(!text.contains("s3cret"))
    }

    // [aws-14]
    @Test("has to be there", arguments: ["/nowhere/program", "nowhere", "'open", " "])
    func hasToBeThere(line: String) {
        let error = #expect(throws: AWSError.self) { try run(line) }
        #expect(error?.message.contains("names no program") == true)
    }
}
