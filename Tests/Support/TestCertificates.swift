import Foundation

/// Certificates of a throw-away authority, made with the openssl program.
public struct TestCertificates: Sendable {
    /// A certificate and its key.
    public struct Pair: Sendable {
        /// PEM file of the certificate.
        public let certificate: String
        /// PEM file of the key.
        public let key: String
    }

    /// Where they are.
    public let folder: TemporaryFolder
    /// PEM file of the authority's certificate.
    public let authority: String
    private let authorityKey: String

    /// Makes an authority.
    public init(_ name: String = "Marram test authority") async throws {
        folder = try TemporaryFolder()
        authority = folder.path + "/ca.pem"
        authorityKey = folder.path + "/ca.key"
        try await Self.openssl(
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=\(name)", "-keyout", authorityKey, "-out", authority,
            ]
        )
    }

    /// Makes a certificate for a server of these names: `DNS:localhost`, `IP:127.0.0.1`.
    public func server(_ names: [String] = ["DNS:localhost", "IP:127.0.0.1"]) async throws -> Pair {
        try await sign("server", ["subjectAltName=\(names.joined(separator: ","))", "extendedKeyUsage=serverAuth"])
    }

    /// Makes a certificate for a client.
    public func client(_ name: String = "n1") async throws -> Pair {
        try await sign(name, ["extendedKeyUsage=clientAuth"])
    }

    /// Makes a certificate for the server `localhost` that was, or will be, valid for one day only.
    public func server(from start: String, until end: String) async throws -> Pair {
        let base = try await request("localhost")
        let settings = """
            [ca]
            default_ca = own
            [own]
            database = \(folder.path)/index.txt
            new_certs_dir = \(folder.path)
            rand_serial = yes
            default_md = sha256
            policy = any
            x509_extensions = names
            [any]
            commonName = supplied
            [names]
            subjectAltName = DNS:localhost,IP:127.0.0.1

            """
        let file = try folder.write(settings, to: "\(UUID().uuidString).cnf")
        try folder.write("", to: "index.txt")
        try await Self.openssl(
            [
                "ca", "-batch", "-notext", "-config", file, "-cert", authority, "-keyfile", authorityKey, "-startdate",
                start, "-enddate", end, "-in", base + ".csr", "-out", base + ".pem",
            ]
        )
        return Pair(certificate: base + ".pem", key: base + ".key")
    }

    private func sign(_ name: String, _ extensions: [String]) async throws -> Pair {
        let details = try folder.write(extensions.joined(separator: "\n") + "\n", to: "\(UUID().uuidString).ext")
        let base = try await request(name)
        try await Self.openssl(
            [
                "x509", "-req", "-in", base + ".csr", "-CA", authority, "-CAkey", authorityKey, "-CAcreateserial",
                "-days", "2", "-extfile", details, "-out", base + ".pem",
            ]
        )
        return Pair(certificate: base + ".pem", key: base + ".key")
    }

    /// Makes a key and a request for its certificate; returns their files' path without what follows the point.
    private func request(_ name: String) async throws -> String {
        let base = folder.path + "/\(UUID().uuidString)"
        try await Self.openssl(
            [
                "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=\(name)",
                "-keyout", base + ".key", "-out", base + ".csr",
            ]
        )
        return base
    }

    private static func openssl(_ arguments: [String]) async throws {
        let result = try await Command(["openssl"] + arguments).run()
        guard result.code == 0 else { throw SupportError("openssl \(arguments.first ?? ""): \(result.errors)") }
    }
}
