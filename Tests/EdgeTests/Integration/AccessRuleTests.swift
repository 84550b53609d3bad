import Foundation
import Support
import Testing

@testable import Edge

@Suite("Access rules of the broker")
struct AccessRuleTests {
    /// mosquitto's own plugin for access rules; it comes with the Debian package.
    private static let plugin = ["x86_64", "aarch64"]
        .map { "/usr/lib/\($0)-linux-gnu/mosquitto_dynamic_security.so" }
        .first { FileManager.default.fileExists(atPath: $0) }

    @Test(
        "[mqtt-28] a refused subscription is said once, and the node calls itself degraded",
        .enabled(if: plugin != nil, "mosquitto's dynamic security plugin is not installed"),
        arguments: ["5", "3.1.1"]
    )
    func refusedSubscription(version: String) async throws {
        let folder = try TemporaryFolder()
        let access =
            #"{"publishClientSend":true,"publishClientReceive":true,"subscribe":false,"unsubscribe":true}"#
        let rules = try folder.write(
            #"{"defaultACLAccess":\#(access),"clients":[],"groups":[],"roles":[]}"#,
            to: "rules.json"
        )
        let broker = try await Broker(["plugin \(try #require(Self.plugin))", "plugin_opt_config_file \(rules)"])
        let node = try Scene.node(["broker": ["protocol": version]], port: broker.port)
        try await node.log.wait(for: "the broker refused a subscription")
        // Nobody may subscribe here: what the node says of itself shows in the broker's log.
        try await broker.waitForLog("Received PUBLISH from marram-n1-out (d0, q1, r1, m2, 'marram/v1/n1/status'")
        try await node.log.wait(for: "the broker refused a subscription", times: 2)
        try await node.stop()
        // Once for requests, once for commands.
        #expect(node.log.lines(containing: "the broker refused a subscription").count == 2)
    }
}
