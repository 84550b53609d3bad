import Support
import Testing

@testable import Edge

@Suite("ALPN")
struct ALPNTests {
    @Test("[mqtt-29] the handshake asks for the protocol of broker.tls.alpn, and for none without it")
    func asks() async throws {
        let certificates = try await TestCertificates()
        let pair = try await certificates.server()
        for alpn in ["x-amzn-mqtt-ca", nil] {
            let port = try Broker.freePort()
            // OpenSSL's own server says what it is asked for; it is no broker, so the node goes on trying. It ends with
            // its standard input: a named pipe that it holds open itself never ends.
            let folder = try TemporaryFolder()
            let server = try Running(
                [
                    "sh", "-c", #"mkfifo open && exec stdbuf -oL openssl s_server "$@" 0<>open"#, "sh",
                    "-accept", "127.0.0.1:\(port)", "-cert", pair.certificate, "-key", pair.key,
                    "-alpn", "x-amzn-mqtt-ca",
                ],
                folder: folder.url
            )
            try await server.waitForOutput("the server") { $0.contains("ACCEPT") }
            let node = try Scene.node(
                ["broker": ["tls": ["ca": certificates.authority, "alpn": alpn].compactMapValues { $0 }]],
                port: port
            )
            try await server.waitForOutput("a handshake") { $0.contains("Secure Renegotiation IS") }
            #expect(server.output.contains("ALPN protocols selected: x-amzn-mqtt-ca") == (alpn != nil))
            try await node.stop()
        }
    }
}
