import AWS
import Release
import Support
import Testing

extension ReleaseServerTests {
    @Suite("publishing")
    struct Publishing {
        private func recipes() throws -> [ReleasedRecipe] {
            [try Fixture.released("app", dependencies: ["model"]), try Fixture.released("model")]
        }

        @Test("[publish-4] [publish-10] [publish-20] [publish-50] goes to two accounts, and a second time to none")
        func accounts() async throws {
            let server = try await ReleaseServer.get()
            let role = "arn:aws:iam::\(ReleaseServer.production):role/deploy"
            try server.requireExternalID("marram", of: role)
            let development = try ReleaseServer.session(server)
            let production = development.assuming(AssumedRole(arn: role, session: "gg", externalID: "marram"))
            for session in [development, production] {
                let report = try ReleaseServer.publisher(session).publish(try recipes(), commit: "abc")
                #expect(report.components.map(\.name) == ["model", "app"])
                #expect(report.components.map(\.outcome) == [.published, .published])
                let arn = try ReleaseServer.place(session).arn(of: "app", version: "1.0.0")
                let found = try #require(try GreengrassClient(session).describe(arn))
                #expect(found.state == "DEPLOYABLE")
                #expect(found.tags == ["gg-source-digest": "d1", "gg-commit": "abc"])
            }
            let requests = try server.log().filter { $0.operation == "CreateComponentVersion" }
            #expect(requests.map(\.account) == ["111111111111", "111111111111", "222222222222", "222222222222"])
            #expect(Set(requests.compactMap(\.clientToken)).count == 4)
            for session in [development, production] {
                let report = try ReleaseServer.publisher(session).publish(try recipes(), commit: "abc")
                #expect(report.components.map(\.outcome) == [.alreadyThere, .alreadyThere])
            }
            #expect(try ReleaseServer.changes(server).count == 4)
        }

        @Test(
            "[publish-22] gets over what goes wrong on the way, and publishes once",
            arguments: [
                GreengrassServer.Fault.error("ThrottlingException"), .error("InternalServerException"), .unavailable,
                .cut,
            ]
        )
        func faults(fault: GreengrassServer.Fault) async throws {
            let server = try await ReleaseServer.get()
            let publisher = try ReleaseServer.publisher(try ReleaseServer.session(server))
            for operation in ["GetComponent", "CreateComponentVersion", "DescribeComponent"] {
                try server.fail(operation, fault, times: 2)
            }
            let report = try publisher.publish([try Fixture.released("model")], commit: nil)
            #expect(report.failure == nil)
            #expect(report.components.map(\.outcome) == [.published])
            let requests = try server.log().filter { $0.operation == "CreateComponentVersion" }
            #expect(requests.count == 3)
            #expect(Set(requests.map(\.clientToken)).count == 1)
            #expect(Set(requests.map(\.body)).count == 1)
        }

        @Test("[publish-50] goes on when the role's keys end in the middle")
        func ended() async throws {
            let server = try await ReleaseServer.get()
            try server.endSessions(after: 3)
            let role = AssumedRole(arn: "arn:aws:iam::\(ReleaseServer.production):role/deploy", session: "gg")
            let session = try ReleaseServer.session(server).assuming(role)
            let report = try ReleaseServer.publisher(session, jobs: 1).publish(try recipes(), commit: nil)
            #expect(report.components.map(\.outcome) == [.published, .published])
            #expect(try server.log().contains { $0.error?.hasPrefix("Expired") == true })
        }

        @Test("[publish-21] shows how a published recipe differs, and sends nothing")
        func difference() async throws {
            let server = try await ReleaseServer.get()
            let publisher = try ReleaseServer.publisher(try ReleaseServer.session(server))
            _ = try publisher.publish([try Fixture.released("model", script: "sleep 2")], commit: nil)
            let report = try publisher.publish([try Fixture.released("model")], commit: nil)
            #expect(report.failure?.message.contains(#"/manifests/0/lifecycle/run: "sleep 2" -> "sleep 1""#) == true)
            #expect(try ReleaseServer.changes(server) == ["CreateComponentVersion"])
        }

        @Test("[publish-11] [publish-31] tells why a version cannot be made, and leaves out what depends on it")
        func broken() async throws {
            let server = try await ReleaseServer.get()
            try server.breakComponent(
                "model",
                errors: ["s3://b/model.zip": "Specified artifact resource cannot be accessed"]
            )
            let publisher = try ReleaseServer.publisher(try ReleaseServer.session(server))
            let report = try publisher.publish(try recipes(), commit: nil)
            #expect(report.components.map(\.outcome) == [.failed, .skipped])
            #expect(report.failure?.message.contains("s3://b/model.zip: Specified artifact") == true)
            #expect(try ReleaseServer.changes(server) == ["CreateComponentVersion"])
        }

        @Test("[publish-22] is done by one of two that begin at once, and found by the other")
        func race() async throws {
            let server = try await ReleaseServer.get()
            let session = try ReleaseServer.session(server)
            let reports = Watched<[PublishReport]>([])
            await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        let publisher = try ReleaseServer.publisher(session)
                        let report = try publisher.publish([try Fixture.released("model")], commit: nil)
                        reports.change { $0.append(report) }
                    }
                }
            }
            #expect(reports.value.count == 2)
            #expect(reports.value.allSatisfy { $0.failure == nil })
            #expect(try GreengrassClient(session).versions(of: "model").map(\.version) == ["1.0.0"])
        }
    }
}
