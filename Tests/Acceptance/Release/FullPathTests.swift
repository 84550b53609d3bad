import Foundation
import Support
import Testing

/// What is tried with one pair of servers, one test after another, since tests tell them what goes wrong.
@Suite("gg, from a configuration to fleets", .serialized)
struct ReleasePipelineTests {}

extension ReleasePipelineTests {
    @Suite("the full path")
    struct FullPath {
        private static let production = ["222222222222", "333333333333"]
        private let site: ReleaseSite
        private var server: GreengrassServer { site.cloud.greengrass }

        init() async throws { site = try await ReleaseSite() }

        @Test("goes from development to production, changes what has changed alone, and goes back")
        func path() async throws {
            try prepareAccounts()
            try await develop()
            for account in Self.production { try await promote(to: account) }
            try await again()
            try await change()
            try await goBack()
            try await cancel()
        }

        private func prepareAccounts() throws {
            for account in Self.production {
                try server.requireExternalID("word", of: "arn:aws:iam::\(account):role/deploy")
            }
            for account in [ReleaseSite.development] + Self.production {
                let group = ReleaseSite.group(account)
                try server.setDevice("edge-\(account)", groups: [group], deployments: [[:]], account: account)
            }
        }

        private func develop() async throws {
            let looked = try await site.gg(["lint"])
            #expect(looked.output == "3 subjects looked at: nothing found\n")
            try await site.prepare()
            #expect(try site.versions() == ["app": "1.0.0", "press": "160.0.0", "limits": "1.0.0"])
            #expect(
                try site.keys() == [
                    "\(site.mark).app/1.0.0/app.zip", "\(site.mark).limits/1.0.0/limits.bin",
                    "\(site.mark).press/160.0.0/press.onnx",
                ]
            )
            let published = try await site.gg(["publish"])
            #expect(published.output.matches(of: #/ published\n/#).count == 3)
            let dry = try await site.gg(["deploy", "--dry-run"])
            #expect(dry.output.contains("+ \(site.mark).app 1.0.0\n"))
            #expect(try site.count("CreateDeployment") == 0)
            let deployed = try await site.gg(["deploy", "--wait"])
            #expect(deployed.output.contains("SUCCEEDED on 1 device\n"))
            let shown = try await site.gg(["status", "--target-arn", ReleaseSite.group(), "--json"])
            #expect(shown.output.contains("\"edge-111111111111\"") && shown.output.contains("\"SUCCEEDED\""))
        }

        /// The same release file goes to another account: no bucket is asked, and the recipes are the same to the byte.
        private func promote(to account: String) async throws {
            let kept = "promoted-\(account)"
            try copyBuild(to: kept)
            let file = ["--release", "\(kept)/release.json"]
            let role = ReleaseSite.role(account)
            let before = try site.keys()
            let denied = try await site.gg(["publish"] + file + ReleaseSite.role(account, externalID: nil), code: 69)
            #expect(denied.errors.contains("the external id"))
            try await site.gg(["publish", "--session-tag", "team=line"] + file + role)
            let target = ["--target-arn", ReleaseSite.group(account)]
            let deployed = try await site.gg(["deploy", "--wait"] + target + file + role)
            #expect(deployed.output.contains("SUCCEEDED on 1 device\n"))
            let log = try server.log()
            let made = log.filter { $0.operation == "CreateComponentVersion" }
            let bodies = Dictionary(grouping: made, by: \.account).mapValues { Set($0.compactMap(\.body)) }
            #expect(bodies[account]?.count == 3)
            #expect(log.contains { $0.form?["Tag team"] == "line" && $0.form?["ExternalId"] == "word" })
            #expect(try site.keys() == before)
            #expect(try await installed(account) == installed(ReleaseSite.development))
        }

        /// Components that are deployed in an account, a line each.
        private func installed(_ account: String) async throws -> [Substring] {
            let role = account == ReleaseSite.development ? [] : ReleaseSite.role(account)
            let shown = try await site.gg(["status", "--target-arn", ReleaseSite.group(account)] + role)
            return shown.output.split(separator: "\n").filter { $0.hasPrefix(site.mark) }
        }

        /// Everything once more: nothing is built, uploaded, published or deployed.
        private func again() async throws {
            let (keys, log) = (try site.keys(), try changes())
            let digests = try site.release().mapValues(\.artifacts)
            try await site.prepare()
            #expect(try site.release().values.allSatisfy(\.isUnchanged))
            #expect(try site.release().mapValues(\.artifacts) == digests)
            try await site.gg(["publish"])
            let deployed = try await site.gg(["deploy", "--wait"])
            #expect(deployed.errors.contains("nothing differs from what is deployed"))
            for account in Self.production {
                let role = ReleaseSite.role(account)
                let published = try await site.gg(["publish"] + role)
                #expect(published.output.matches(of: #/ already there\n/#).count == 3)
                let target = ["--target-arn", ReleaseSite.group(account)]
                let there = try await site.gg(["deploy"] + target + role)
                #expect(there.output.contains("nothing differs"))
            }
            #expect(try site.keys() == keys)
            #expect(try changes() == log)
        }

        /// Requests that change something; those for roles and identities do not.
        private func changes() throws -> [String] {
            try server.log().filter { $0.method != "GET" }.compactMap(\.operation)
                .filter { $0 != "AssumeRole" && $0 != "GetCallerIdentity" }
        }

        /// One file of the app is changed, in a fresh checkout without what was built before.
        private func change() async throws {
            let (keys, log) = (try site.keys(), try changes())
            try copyBuild(to: "former")
            try FileManager.default.removeItem(at: site.folder.url.appending(path: "build"))
            try FileManager.default.removeItem(at: site.folder.url.appending(path: "models"))
            try site.folder.write("print('two')\n", to: "app/main.py")
            try await site.prepare()
            #expect(try site.versions() == ["app": "1.0.1", "press": "160.0.0", "limits": "1.0.0"])
            #expect(try site.release().values.filter { !$0.isUnchanged }.map(\.handle) == ["app"])
            #expect(try Set(site.keys()).subtracting(keys) == ["\(site.mark).app/1.0.1/app.zip"])
            try await site.gg(["publish"])
            let deployed = try await site.gg(["deploy", "--wait"])
            #expect(deployed.output.hasPrefix("~ \(site.mark).app 1.0.0 -> 1.0.1\nDEVICE"))
            #expect(try changes() == log + ["CreateComponentVersion", "CreateDeployment"])
        }

        private func goBack() async throws {
            #expect(try site.versions("former/release.json")["app"] == "1.0.0")
            let deployed = try await site.gg(["deploy", "--wait", "--release", "former/release.json"])
            #expect(deployed.output.hasPrefix("~ \(site.mark).app 1.0.1 -> 1.0.0\nDEVICE"))
            #expect(
                try await installed(ReleaseSite.development).map { $0.split(separator: " ").last } == [
                    "1.0.0", "1.0.0", "160.0.0",
                ]
            )
        }

        private func cancel() async throws {
            let target = ["--target-arn", ReleaseSite.group()]
            #expect(try await site.gg(["cancel", "--json"] + target).output.contains("is cancelled"))
            #expect(try await site.gg(["cancel"] + target).output.contains("was cancelled before"))
            #expect(try await site.gg(["status"] + target).output.contains("status     CANCELED\n"))
            let deployed = try await site.gg(["deploy", "--release", "former/release.json", "--json"])
            #expect(deployed.output.contains("\"outcome\" : \"created\""))
        }

        private func copyBuild(to name: String) throws {
            let here = site.folder.url
            try FileManager.default.copyItem(at: here.appending(path: "build"), to: here.appending(path: name))
            // What another account needs is the release, its recipes and the document alone.
            try FileManager.default.removeItem(at: here.appending(path: "\(name)/artifacts"))
        }
    }
}
