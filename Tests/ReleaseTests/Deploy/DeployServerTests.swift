import AWS
import Recipes
import Release
import Support
import Testing

extension ReleaseServerTests {
    @Suite("deploying")
    struct Deploying {
        static let group = "arn:aws:iot:eu-west-1:111111111111:thinggroup/line"
        private let server: GreengrassServer
        private let client: GreengrassClient
        private let journal = KeptJournal()

        init() async throws {
            server = try await ReleaseServer.get()
            client = GreengrassClient(try ReleaseServer.session(server))
        }

        /// Components of these versions are there to be deployed.
        private func publish(_ versions: (name: String, version: String)...) throws {
            for (name, version) in versions {
                let recipe = Array(Fixture.recipe(name, version: version).utf8)
                _ = try client.create(recipe: recipe, tags: [:], token: "\(name)-\(version)".replacing(".", with: "-"))
            }
        }

        private func document(_ components: [String: String], target: String = group) throws -> DeploymentDocument {
            let members = components.sorted { $0.key < $1.key }.map {
                #""\#($0.key)":{"componentVersion":"\#($0.value)"}"#
            }
            let text =
                #"{"targetArn":"\#(target)","deploymentName":"line","components":{\#(members.joined(separator: ","))}}"#
            return try DeploymentDocument(try ConfigurationNode(parsing: text, source: "deployment.json"))
        }

        private func deploy(
            _ components: [String: String],
            _ options: DeploymentRun.Options = DeploymentRun.Options(),
            target: String = group
        ) throws -> (report: DeploymentReport, failure: ReleaseError?) {
            let run = DeploymentRun(options, fleet: client, journal: journal)
            return try run.run(try document(components, target: target), target: try DeploymentTarget(target))
        }

        private func components(_ id: String?) throws -> [String: String] {
            let found = try DeploymentLookup(fleet: client).overview(of: try #require(id))
            return Dictionary(uniqueKeysWithValues: (found.components ?? []).map { ($0.name, $0.version) })
        }

        @Test(
            "[deploy-10] [deploy-11] [deploy-13] keeps other people's components unless they are to go, and does nothing twice"
        )
        func merging() throws {
            try publish(("app", "1.0.0"), ("app", "1.1.0"), ("theirs", "2.0.0"))
            _ = try deploy(["theirs": "2.0.0"])
            let first = try deploy(["app": "1.0.0"])
            #expect(first.report.outcome == .created)
            #expect(first.report.kept == ["theirs"])
            #expect(try components(first.report.deploymentId) == ["app": "1.0.0", "theirs": "2.0.0"])
            let again = try deploy(["app": "1.0.0"])
            #expect(again.report.outcome == .unchanged)
            #expect(again.report.deploymentId == first.report.deploymentId)
            #expect(try ReleaseServer.changes(server).filter { $0 == "CreateDeployment" }.count == 2)
            let forced = try deploy(["app": "1.0.0"], DeploymentRun.Options(isForced: true))
            #expect(forced.report.deploymentId != first.report.deploymentId)
            let replaced = try deploy(["app": "1.1.0"], DeploymentRun.Options(replaces: true))
            #expect(replaced.report.removed == ["theirs"])
            #expect(try components(replaced.report.deploymentId) == ["app": "1.1.0"])
        }

        @Test("[deploy-1] goes back to a former release")
        func former() throws {
            try publish(("app", "1.0.0"), ("app", "1.1.0"), ("theirs", "2.0.0"))
            for version in ["1.0.0", "1.1.0", "1.0.0"] {
                let found = try deploy(["app": version, "theirs": "2.0.0"])
                #expect(found.report.outcome == .created)
                #expect(try components(found.report.deploymentId)["app"] == version)
            }
            #expect(try client.deployments(target: Self.group, all: true).count == 3)
        }

        @Test("[deploy-14] only looks in a dry run")
        func dry() throws {
            try publish(("app", "1.0.0"), ("app", "1.1.0"))
            let first = try deploy(["app": "1.0.0"])
            let before = try ReleaseServer.changes(server)
            let found = try deploy(["app": "1.1.0"], DeploymentRun.Options(isDry: true))
            #expect(found.report.outcome == .planned)
            #expect(found.report.changes.contains("1.0.0 -> 1.1.0"))
            #expect(try ReleaseServer.changes(server) == before)
            #expect(try components(first.report.deploymentId) == ["app": "1.0.0"])
        }

        @Test(
            "[deploy-12] sends nothing where what is there may not be read",
            arguments: ["GetDeployment", "ListDeployments"]
        )
        func denied(operation: String) throws {
            try publish(("app", "1.0.0"), ("theirs", "2.0.0"))
            _ = try deploy(["theirs": "2.0.0"])
            try server.fail(operation, "AccessDeniedException")
            #expect { try deploy(["app": "1.0.0"]) } throws: {
                "\($0)".contains("greengrass:GetDeployment") && "\($0)".contains("--replace")
            }
            #expect(try ReleaseServer.changes(server).filter { $0 == "CreateDeployment" }.count == 1)
            try server.fail(operation, "AccessDeniedException")
            let found = try deploy(["app": "1.0.0"], DeploymentRun.Options(replaces: true))
            #expect(found.report.outcome == .created)
            #expect(journal.warnings.contains { $0.contains("replaced unseen") })
        }

        @Test("[deploy-15] begins once when the answer is lost", arguments: [GreengrassServer.Fault.cut, .unavailable])
        func lost(fault: GreengrassServer.Fault) throws {
            try publish(("app", "1.0.0"))
            try server.fail("CreateDeployment", fault, times: 2)
            #expect(try deploy(["app": "1.0.0"]).report.outcome == .created)
            #expect(try client.deployments(target: Self.group, all: true).count == 1)
        }

        /// Waiting in which a device comes to its state at a pause, the first device at the first one.
        private func patience(_ states: [String], limit: Duration = .seconds(600)) -> Patience {
            let server = server
            let rest = Watched(Array(states.enumerated().map { ($0.offset, $0.element) }))
            return Fixture.patience(limit: limit) { _ in
                var next: (Int, String)?
                rest.change { rest in if !rest.isEmpty { next = rest.removeFirst() } }
                guard let (place, state) = next else { return }
                try? server.setDevice(
                    "edge-\(place)",
                    groups: [Self.group],
                    deployments: [
                        [
                            "targetArn": Self.group, "coreDeviceExecutionStatus": state, "reason": "as it is",
                            "statusDetails": ["errorStack": ["A", "B"], "errorTypes": ["B_ERROR"]],
                        ]
                    ]
                )
            }
        }

        private func devices(_ count: Int) throws {
            for place in 0..<count { try server.setDevice("edge-\(place)", groups: [Self.group]) }
        }

        @Test("[deploy-20] [deploy-21] waits until every device of the group has it")
        func waiting() throws {
            try publish(("app", "1.0.0"))
            try devices(3)
            let options = DeploymentRun.Options(patience: patience(["SUCCEEDED", "COMPLETED", "SUCCEEDED"]))
            let found = try deploy(["app": "1.0.0"], options)
            #expect(found.failure == nil)
            #expect(found.report.ending == "SUCCEEDED on 3 devices")
            #expect(found.report.status == "ACTIVE")
            #expect(found.report.devices.map(\.state) == [.succeeded, .succeeded, .succeeded])
            #expect(journal.steps.contains { $0.contains("1 of 3 SUCCEEDED, 2 WAITING") })
            let asked = try server.log().filter { $0.path.contains("edge-0/effectiveDeployments") }
            #expect(asked.count == 2)
        }

        @Test("[deploy-22] names the devices that failed, and why")
        func failing() throws {
            try publish(("app", "1.0.0"))
            try devices(2)
            let found = try deploy(
                ["app": "1.0.0"],
                DeploymentRun.Options(patience: patience(["FAILED", "SUCCEEDED"]))
            )
            #expect(found.failure?.kind == .deployment)
            #expect(found.failure?.message.contains("edge-0: FAILED, as it is (B_ERROR)") == true)
            #expect(found.failure?.message.contains("1 of 2 devices") == true)
        }

        @Test("[deploy-23] ends after the limit", arguments: [(["SUCCEEDED"], true), (["FAILED"], false)])
        func late(states: [String], isTimeout: Bool) throws {
            try publish(("app", "1.0.0"))
            try devices(2)
            let patience = patience(states, limit: .seconds(60))
            let found = try deploy(["app": "1.0.0"], DeploymentRun.Options(patience: patience))
            #expect(found.failure?.kind == (isTimeout ? .timeout : .deployment))
            #expect(found.failure?.message.contains("1 WAITING") == true)
        }

        @Test(
            "[deploy-24] [deploy-25] says what it may not see, and ends well",
            arguments: ["ListCoreDevices", "ListEffectiveDeployments"]
        )
        func blind(operation: String) throws {
            try publish(("app", "1.0.0"))
            try devices(1)
            try server.fail(operation, "AccessDeniedException", times: 9)
            let found = try deploy(["app": "1.0.0"], DeploymentRun.Options(patience: Fixture.patience()))
            #expect(found.failure == nil)
            #expect(found.report.outcome == .created)
            #expect(found.report.ending?.contains("cannot be followed") == true)
            #expect(journal.warnings.contains { $0.contains("greengrass:\(operation)") })
        }

        @Test("[deploy-25] ends well where it may see nothing at all")
        func dark() throws {
            try publish(("app", "1.0.0"))
            for operation in ["GetDeployment", "ListDeployments", "ListCoreDevices"] {
                try server.fail(operation, "AccessDeniedException", times: 9)
            }
            let options = DeploymentRun.Options(replaces: true, patience: Fixture.patience())
            let found = try deploy(["app": "1.0.0"], options)
            #expect(found.failure == nil)
            #expect(found.report.outcome == .created)
            #expect(journal.warnings.contains { $0.contains("cannot be followed: it needs greengrass:GetDeployment") })
        }

        @Test("[deploy-24] takes the status from the list where it may not read deployments")
        func listOnly() throws {
            try publish(("app", "1.0.0"))
            try devices(1)
            try server.fail("GetDeployment", "AccessDeniedException", times: 9)
            let options = DeploymentRun.Options(replaces: true, patience: patience(["SUCCEEDED"]))
            let found = try deploy(["app": "1.0.0"], options)
            #expect(found.failure == nil)
            #expect(found.report.ending == "SUCCEEDED on 1 device")
        }

        @Test("[deploy-27] goes on waiting after a failure that passes")
        func passing() throws {
            try publish(("app", "1.0.0"))
            try devices(1)
            try server.fail("ListCoreDevices", "InternalServerException", times: 6)
            let found = try deploy(["app": "1.0.0"], DeploymentRun.Options(patience: patience(["SUCCEEDED"])))
            #expect(found.failure == nil)
            #expect(journal.warnings.contains { $0.contains("asked again") })
        }

        @Test("[deploy-26] waits for a single device", arguments: ["COMPLETED", "FAILED"])
        func thing(status: String) throws {
            let thing = "arn:aws:iot:eu-west-1:111111111111:thing/edge-7"
            try publish(("app", "1.0.0"))
            let server = server
            let patience = Fixture.patience { _ in try? server.finish(status) }
            let found = try deploy(["app": "1.0.0"], DeploymentRun.Options(patience: patience), target: thing)
            #expect(found.failure?.kind == (status == "COMPLETED" ? nil : .deployment))
            #expect(found.report.status == status)
        }

        @Test("[deploy-30] is looked at with what is installed on its devices, and without a line of progress")
        func looking() throws {
            try publish(("app", "1.0.0"))
            let id = try #require(try deploy(["app": "1.0.0"]).report.deploymentId)
            try server.setDevice(
                "edge-1",
                groups: [Self.group],
                components: [
                    ["componentName": "needed", "componentVersion": "2.0.0", "isRoot": false],
                    ["componentName": "app", "componentVersion": "1.0.0", "lifecycleState": "BROKEN"],
                ]
            )
            let lookup = DeploymentLookup(fleet: client)
            let found = try #require(try lookup.installed(on: ["edge-1", "not-yet"]))
            #expect(found.map(\.thing) == ["edge-1", "not-yet"])
            #expect(found[0].components.map(\.name) == ["app", "needed"] && found[1].components.isEmpty)
            #expect(found[0].components.map(\.state) == ["BROKEN", "RUNNING"])
            #expect(found[0].components.map(\.isRoot) == [true, false])
            let said = journal.steps.count
            let target = try DeploymentTarget(Self.group)
            var quiet = DeploymentWatch(id, of: target, fleet: client, journal: journal, tellsProgress: false)
            #expect(try quiet.look().devices.map(\.thing) == ["edge-1"])
            #expect(journal.steps.count == said)
            try server.fail("ListInstalledComponents", "AccessDeniedException", times: 1)
            #expect(try lookup.installed(on: ["edge-1"]) == nil)
        }

        @Test("[deploy-13] [deploy-30] [deploy-31] is cancelled once, and deployed again after that")
        func cancelling() throws {
            try publish(("app", "1.0.0"))
            let lookup = DeploymentLookup(fleet: client)
            let cancellation = DeploymentCancellation(fleet: client)
            let first = try #require(try deploy(["app": "1.0.0"]).report.deploymentId)
            #expect(try lookup.latest(of: try DeploymentTarget(Self.group)) == first)
            let overview = try lookup.overview(of: first)
            #expect(overview.components?.map(\.name) == ["app"])
            #expect(overview.created?.hasSuffix("Z") == true)
            #expect(try cancellation.cancel(first).contains("is cancelled"))
            #expect(try cancellation.cancel(first).contains("was cancelled before"))
            let second = try deploy(["app": "1.0.0"])
            #expect(second.report.outcome == .created)
            #expect { try cancellation.cancel(first) } throws: { "\($0)".contains("newer one") }
            try server.finish("COMPLETED")
            #expect { try cancellation.cancel(second.report.deploymentId ?? "") } throws: {
                "\($0)".contains("COMPLETED")
            }
            #expect { try cancellation.cancel("none") } throws: { "\($0)".contains("there is no deployment 'none'") }
            #expect(try lookup.all().map(\.id) == [second.report.deploymentId])
        }
    }
}
