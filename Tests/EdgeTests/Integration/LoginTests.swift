import Foundation
import Glibc
import MQTT
import Support
import Testing

@testable import Edge

@Suite("User and password")
struct LoginTests {
    private static let password = "pa$$ w0rd ü"

    private func setPasswords(in folder: TemporaryFolder, _ password: String) async throws {
        let file = folder.path + "/passwords"
        for (option, name, secret) in [("-c", "tester", "t"), ("", "marram", password)] {
            let arguments = ["mosquitto_passwd", "-b"] + (option.isEmpty ? [] : [option]) + [file, name, secret]
            let result = try await Command(arguments).run()
            guard result.code == 0 else { throw SupportError("mosquitto_passwd: \(result.errors)") }
        }
    }

    private func node(_ folder: TemporaryFolder, port: Int, version: String) throws -> TestNode {
        let file = try folder.write(Self.password + "\n", to: "password.txt")
        let login: [String: any Sendable] = ["username": "marram", "password_file": file, "protocol": version]
        return try Scene.node(["broker": login], port: port)
    }

    @Test("[mqtt-25] logs in with the password of the file, without its line's end", arguments: ["5", "3.1.1"])
    func right(version: String) async throws {
        let folder = try TemporaryFolder()
        try await setPasswords(in: folder, Self.password)
        let broker = try await Broker(["password_file \(folder.path)/passwords"], anonymous: false)
        let client = try await TestClient(port: broker.port, login: ("tester", "t"))
        let node = try node(folder, port: broker.port, version: version)
        try await client.waitForStatus("online")
        #expect(node.log.lines(containing: Self.password).isEmpty)
        try await node.stop()
    }

    @Test(
        "[mqtt-26] a wrong password is said once and never shown, tried again, and right once it is mended",
        arguments: ["5", "3.1.1"]
    )
    func wrong(version: String) async throws {
        let folder = try TemporaryFolder()
        try await setPasswords(in: folder, "another")
        let broker = try await Broker(["password_file \(folder.path)/passwords"], anonymous: false)
        let client = try await TestClient(port: broker.port, login: ("tester", "t"))
        let node = try node(folder, port: broker.port, version: version)
        try await broker.waitForLog(limit: .seconds(180), "three refusals") {
            $0.components(separatedBy: "marram-n1-out disconnected, not authorised").count > 3
                || $0.components(separatedBy: "Sending CONNACK to marram-n1-out").count > 3
                || $0.components(separatedBy: "not authorised").count > 3
        }
        let lines = node.log.lines(containing: "no connection to the broker")
        #expect(lines.count == 1, "\(lines)")
        #expect(lines.first?.contains("broker.password_file") == true, "\(lines)")
        #expect(client.messages.isEmpty)
        try await setPasswords(in: folder, Self.password)
        broker.signal(SIGHUP)
        try await client.waitForStatus("online")
        #expect(node.log.lines(containing: Self.password).isEmpty)
        // One that came in while the broker was reading its passwords may have been sent away once more.
        let connected = node.log.lines(containing: "connected to the broker")
        for client in ["client=marram-n1-out", "client=marram-n1"] {
            #expect(connected.contains { $0.split(separator: " ").contains { $0 == client } }, "\(connected)")
        }
        try await node.stop()
    }
}
