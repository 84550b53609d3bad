import Foundation
import Glibc
import Support
import Testing

extension ReleasePipelineTests {
    @Suite("what goes wrong on the way")
    struct Faults {
        private let site: ReleaseSite
        private var server: GreengrassServer { site.cloud.greengrass }

        init() async throws { site = try await ReleaseSite() }

        /// What goes wrong with some requests of an operation, and what publishing says of it; nothing: it goes through.
        struct Case: Sendable {
            let operation: String
            let fault: GreengrassServer.Fault
            let told: String?

            init(_ operation: String, _ fault: GreengrassServer.Fault, _ told: String? = nil) {
                self.operation = operation
                self.fault = fault
                self.told = told
            }
        }

        static let cases = [
            Case("CreateComponentVersion", .error("ThrottlingException", retryAfter: 0)),
            Case("CreateComponentVersion", .unavailable), Case("CreateComponentVersion", .cut),
            Case("CreateComponentVersion", .html, "a sign-in page"),
            Case("CreateComponentVersion", .garbage, "is not the JSON that greengrass gives"),
            Case("CreateComponentVersion", .error("ExpiredTokenException"), "sign in again"),
            Case("CreateComponentVersion", .error("AccessDeniedException"), "allow greengrass:CreateComponentVersion"),
            Case("DescribeComponent", .unavailable), Case("GetComponent", .error("ThrottlingException")),
            Case("GetCallerIdentity", .unavailable), Case("*", .cut),
        ]

        @Test("[publish-11] [publish-20] publishing goes through or says why, and a repetition sends nothing twice")
        func publishing() async throws {
            try await site.prepare()
            for fault in Self.cases {
                try server.reset()
                try server.fail(fault.operation, fault.fault, times: 2)
                try await publish(fault)
            }
        }

        private func publish(_ fault: Case) async throws {
            let first = try await site.gg(["publish", "--json"], code: fault.told == nil ? 0 : 69)
            if let told = fault.told {
                #expect(first.errors.contains(told) && first.errors.contains("error: "), "\(fault)")
                let answer = try Answer(first)
                #expect(answer.error?.kind == "cloud" && answer.error?.message.contains(told) == true, "\(fault)")
                #expect(answer.components?.map(\.outcome) == ["failed", "failed", "skipped"], "\(fault)")
                try await site.gg(["publish"])
            }
            try site.expectNothingTwice()
            let again = try Answer(await site.gg(["publish", "--json"]))
            #expect(again.components?.map(\.outcome) == Array(repeating: "already there", count: 3), "\(fault)")
        }

        @Test("[publish-50] a role's keys that end in the middle are renewed")
        func renewal() async throws {
            try await site.prepare()
            try server.reset()
            try server.endSessions(after: 2)
            // One at a time: two could use up the keys that the other has just renewed.
            try await site.gg(["publish", "--jobs", "1"] + ReleaseSite.role("222222222222"))
            #expect(try site.count("AssumeRole") > 2)
            try site.expectNothingTwice()
        }

        @Test("[publish-40] artifacts that the account may not read are named, with who reads them")
        func readers() async throws {
            try await site.prepare()
            try server.setReaders([ReleaseSite.development])
            let refused = try await site.gg(["publish"] + ReleaseSite.role("222222222222"), code: 69)
            for word in ["arn:aws:sts::222222222222:assumed-role/deploy/gg", "press.onnx", "bucket's policy"] {
                #expect(refused.errors.contains(word))
            }
            try server.setReaders(nil)
            try await site.gg(["publish"] + ReleaseSite.role("222222222222"))
        }

        @Test("[gg-28] [gg-30] what is missing or refused is named, and nothing half done is left")
        func missing() async throws {
            let config = try String(contentsOf: site.folder.url.appending(path: "gg-config.yml"), encoding: .utf8)
            try site.folder.write(config.replacing("group: press,", with: "group: none-such,"), to: "other.yml")
            let group = try await site.gg(["synth", "--config", "other.yml"], code: 65)
            #expect(group.errors.contains("group none-such has no version that is approved"))
            let stranger = site.cloud.moto.stranger.environment
            let denied = try await site.gg(["synth"], stranger, code: 69)
            #expect(denied.errors.contains("sagemaker:ListModelPackages"))
            let build = site.folder.url.appending(path: "build/release.json").path
            #expect(!FileManager.default.fileExists(atPath: build))
            try await site.gg(["synth", "--artifact-bucket", "no-such-bucket"])
            let bucket = try await site.gg(["build", "--upload"], code: 69)
            #expect(bucket.errors.contains("no-such-bucket") && bucket.errors.contains("there is no such bucket"))
            try await site.gg(["synth"])
            let unwritable = try await site.gg(["build", "--upload"], stranger, code: 69)
            #expect(unwritable.errors.contains("s3:PutObject"))
            #expect(try site.keys().isEmpty)
            try await site.gg(["build", "--upload"])
            #expect(try site.keys().count == 3)
        }

        @Test("[build-40] what is uploaded is left alone, and another file under its key is an error")
        func written() async throws {
            try await site.prepare()
            let first = try site.release()
            let early = try await site.gg(["deploy"], code: 69)
            #expect(early.errors.contains("is not published") && early.errors.contains("run gg publish there first"))
            let again = try await site.gg(["build", "--upload"])
            #expect(again.errors.matches(of: #/ is there already: s3:/#).count == 3)
            try site.folder.write("print('two')\n", to: "app/main.py")
            let stale = try await site.gg(["build"], code: 65)
            #expect(stale.errors.contains("run 'gg synth' again"))
            try await site.gg(["synth"])
            let other = try await site.gg(["build", "--upload"], code: 65)
            #expect(other.errors.contains("app.zip holds something else already"))
            #expect(other.errors.contains(try #require(first["app"]?.artifacts.first?.sha256)))
            #expect(other.errors.contains("delete the object"))
            #expect(try site.keys().count == 3)
        }

        @Test(
            "[gg-4] [build-37] [build-40] an upload that a signal ends is completed by the next one",
            arguments: [SIGKILL, SIGTERM]
        )
        func endedUpload(signal: Int32) async throws {
            try await site.gg(["synth"])
            try await site.gg(["build", "limits", "--upload"])
            let hanging = try StandInServer { request, line in
                if request.method == "HEAD" { line.answer(404) } else { line.stall() }
            }
            let upload = try site.start(["build", "--upload"], ["AWS_ENDPOINT_URL_S3": hanging.url("")])
            try await hanging.requests.wait(for: "an upload") { $0.contains { $0.method == "PUT" } }
            upload.signal(signal)
            #expect(try await upload.finish().code == 128 + signal)
            let again = try await site.gg(["build", "--upload"])
            #expect(again.errors.contains("limits.bin is there already"))
            #expect(again.errors.matches(of: #/ uploaded to s3:/#).count == 2)
            #expect(try site.keys().count == 3)
            try await site.gg(["publish"])
        }

        @Test(
            "[gg-4] [publish-20] [publish-22] a publication that a signal ends is completed by the next one",
            arguments: [SIGKILL, SIGTERM]
        )
        func endedPublication(signal: Int32) async throws {
            try await site.prepare()
            try server.fail("CreateComponentVersion", .slow(120))
            let publication = try site.start(["publish", "--jobs", "1"])
            // The server has no way to tell; it has done what was asked when its log shows it.
            while try site.count("CreateComponentVersion") == 0 { await Task.yield() }
            publication.signal(signal)
            #expect(try await publication.finish().code == 128 + signal)
            let again = try await site.gg(["publish", "--json"])
            #expect(try Answer(again).components?.map(\.outcome) == ["already there", "published", "published"])
            #expect(try site.count("CreateComponentVersion") == 3)
            try site.expectNothingTwice()
        }
    }
}

/// What a command prints with `--json`.
struct Answer: Decodable {
    struct Failure: Decodable {
        let kind: String
        let message: String
    }

    struct Component: Decodable {
        let name: String
        let outcome: String?
    }

    let error: Failure?
    let components: [Component]?

    init(_ result: Command.Result) throws {
        self = try JSONDecoder().decode(Answer.self, from: Data(result.output.utf8))
    }
}
