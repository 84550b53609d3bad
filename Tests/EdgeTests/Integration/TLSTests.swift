import Foundation
import MQTT
import Support
import Testing

@testable import Edge

@Suite("TLS")
struct TLSTests {
    /// A broker with a listener for the node, with TLS, beside the plain one for the test's client.
    private struct Secured {
        let certificates: TestCertificates
        let broker: Broker
        let client: TestClient
        let port: Int
        private let place: TemporaryFolder

        init(_ names: [String] = ["DNS:localhost", "IP:127.0.0.1"], askingForCertificate: Bool = false) async throws {
            certificates = try await TestCertificates()
            place = try TemporaryFolder()
            port = try Broker.freePort()
            let lines = [
                "listener \(port) 127.0.0.1", "cafile \(certificates.authority)", "certfile \(place.path)/server.pem",
                "keyfile \(place.path)/server.key", "require_certificate \(askingForCertificate)",
            ]
            try await Self.install(names, certificates, in: place)
            broker = try await Broker(lines, persistence: true)
            client = try await TestClient(port: broker.port, isPersistent: true)
        }

        /// Gives the broker another certificate and restarts it.
        func install(_ names: [String]) async throws {
            try await Self.install(names, certificates, in: place)
            try await broker.stop()
            try await broker.start()
        }

        func node(_ tls: [String: String], host: String = "localhost", version: String = "5") throws -> TestNode {
            let settings: [String: any Sendable] = ["tls": tls, "host": host, "protocol": version]
            return try Scene.node(["broker": settings], port: port)
        }

        /// Waits until the node has tried several times.
        func waitForAttempts(_ count: Int) async throws {
            let port = port
            let log = broker.log.count
            try await broker.waitForLog(limit: .seconds(180), "\(count) attempts") { text in
                text.dropFirst(log).components(separatedBy: "on port \(port)").count > count
            }
        }

        private static func install(
            _ names: [String],
            _ certificates: TestCertificates,
            in place: TemporaryFolder
        ) async throws {
            let pair = try await certificates.server(names)
            try place.write(String(contentsOfFile: pair.certificate, encoding: .utf8), to: "server.pem")
            try place.write(String(contentsOfFile: pair.key, encoding: .utf8), to: "server.key")
        }
    }

    @Test(
        "[mqtt-20] speaks TLS with a broker whose certificate the configured authority has signed",
        arguments: ["localhost", "127.0.0.1"],
        ["5", "3.1.1"]
    )
    func server(host: String, version: String) async throws {
        let secured = try await Secured()
        let node = try secured.node(["ca": secured.certificates.authority], host: host, version: version)
        try await secured.client.waitForStatus("online")
        let request = Body.mlp(id: "s", replyTo: secured.client.replyTopic)
        let reply = secured.client.replyTopic
        secured.client.send(request, to: "marram/v1/n1/infer/mlp")
        try await secured.client.wait(for: "an answer") { $0.contains { $0.topic == reply && $0.id == "s" } }
        #expect(secured.broker.log.contains("on port \(secured.port)"))
        try await node.stop()
    }

    @Test("[mqtt-21] [mqtt-23] refuses a certificate of another authority, says so once and goes on trying")
    func otherAuthority() async throws {
        let secured = try await Secured()
        let stranger = try await TestCertificates("Another authority")
        let node = try secured.node(["ca": stranger.authority])
        try await secured.waitForAttempts(3)
        let lines = node.log.lines(containing: "no connection to the broker")
        #expect(lines.count == 1, "\(lines)")
        #expect(lines.first?.contains("broker.tls.ca") == true, "\(lines)")
        #expect(secured.client.messages.isEmpty)
        try await node.stop()
    }

    @Test(
        "[mqtt-22] [mqtt-23] refuses a certificate for another name, and connects once it is mended",
        arguments: ["localhost", "127.0.0.1"]
    )
    func otherName(host: String) async throws {
        let secured = try await Secured(["DNS:broker.example", "IP:127.0.0.9"])
        let node = try secured.node(["ca": secured.certificates.authority], host: host)
        try await secured.waitForAttempts(3)
        let lines = node.log.lines(containing: "no connection to the broker")
        #expect(lines.count == 1, "\(lines)")
        #expect(lines.first?.contains("not for broker.host") == true, "\(lines)")
        #expect(secured.client.messages.isEmpty)
        try await secured.install(["DNS:localhost", "IP:127.0.0.1"])
        try await secured.client.waitForStatus("online")
        try await node.stop()
    }

    @Test("[mqtt-24] shows its own certificate to a broker that asks for one", arguments: ["5", "3.1.1"])
    func mutual(version: String) async throws {
        let secured = try await Secured(askingForCertificate: true)
        let own = try await secured.certificates.client()
        let tls = ["ca": secured.certificates.authority, "certificate": own.certificate, "key": own.key]
        let node = try secured.node(tls, version: version)
        try await secured.client.waitForStatus("online")
        try await node.stop()
    }

    @Test(
        "[mqtt-24] [mqtt-23] says once that the broker wants a certificate that it does not have",
        arguments: ["5", "3.1.1"]
    )
    func mutualWithout(version: String) async throws {
        let secured = try await Secured(askingForCertificate: true)
        let node = try secured.node(["ca": secured.certificates.authority], version: version)
        try await secured.waitForAttempts(4)
        let lines = node.log.lines(containing: "no connection to the broker")
        #expect(lines.count == 1, "\(lines)")
        #expect(lines.first?.contains("broker.tls.certificate") == true, "\(lines)")
        #expect(secured.client.messages.isEmpty)
        try await node.stop()
    }

    @Test(
        "[mqtt-10] requests whose model runs while a broker with TLS restarts are answered",
        arguments: ["5", "3.1.1"]
    )
    func restart(version: String) async throws {
        let gate = Gate()
        let secured = try await Secured()
        let tls = ["ca": secured.certificates.authority]
        let settings: [String: any Sendable] = ["tls": tls, "host": "localhost", "protocol": version]
        let node = try Scene.node(
            ["broker": settings],
            models: [],
            fakes: ["gated": gate.session()],
            port: secured.port
        )
        try await secured.client.waitForStatus("online")
        let reply = secured.client.replyTopic
        for number in 0..<20 {
            let request = Body.floats([100, Float(number)], id: "\(number)", replyTo: reply)
            secured.client.send(request, to: "marram/v1/n1/infer/gated")
        }
        try await gate.reached.wait(for: "the run") { $0 == 1 }
        try await secured.install(["DNS:localhost"])
        try await node.log.wait(for: "connected to the broker", times: 3)
        gate.open()
        try await secured.client.wait(for: "all answers") {
            Set($0.filter { $0.topic == reply }.compactMap(\.id)).count == 20
        }
        try await node.stop()
    }

    @Test("[mqtt-23] says once that the port does not speak TLS")
    func plainPort() async throws {
        let secured = try await Secured()
        let tls = ["ca": secured.certificates.authority]
        let settings: [String: any Sendable] = ["tls": tls, "host": "localhost"]
        let node = try Scene.node(["broker": settings], port: secured.broker.port)
        try await node.log.wait(for: "no connection to the broker")
        let port = secured.broker.port
        try await secured.broker.waitForLog(limit: .seconds(180), "several attempts") {
            $0.components(separatedBy: "on port \(port)").count > 6
        }
        let lines = node.log.lines(containing: "no connection to the broker")
        #expect(lines.count == 1, "\(lines)")
        #expect(lines.first?.contains("broker.port") == true, "\(lines)")
        try await node.stop()
    }
}
