import Glibc
import Hummingbird
import HummingbirdCore
import HTTPTypes
import HummingbirdTLS
public import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
public import ServiceLifecycle

/// Serves routes over HTTP until it is told to stop.
///
/// What keeps it from that is logged, and tried again: it never ends what it runs beside.
public struct APIServer: Service, CustomStringConvertible {
    private let settings: APISettings
    private let routes: [any RouteGroup]
    private let logger: Logger
    private let listening: @Sendable (_ address: String) -> Void

    /// Makes a server; nothing is opened before it runs.
    ///
    /// - Parameters:
    ///   - settings: where, to whom and within what bounds.
    ///   - routes: what is served beside the pages and `/api/session`, `/api/login` and `/api/logout`.
    ///   - logger: is told what happens.
    ///   - listening: is told the address of each port when it listens: `http://127.0.0.1:8080`.
    public init(
        settings: APISettings,
        routes: [any RouteGroup],
        logger: Logger,
        listening: @escaping @Sendable (_ address: String) -> Void = { _ in }
    ) {
        self.settings = settings
        self.routes = routes
        self.logger = logger
        self.listening = listening
    }

    /// What logs call it; all that it is made from does not belong there.
    public var description: String { "API" }

    /// Serves until the group that runs it stops in order.
    public func run() async throws {
        if let problem = settings.problem {
            logger.error("the API is not served", metadata: ["reason": "\(problem)"])
            return try await gracefulShutdown()
        }
        guard let access = try await openAccess() else { return }
        let responder = APIResponder(
            router: Self.router(routes, access),
            access: access,
            bodyLimit: settings.bodyLimit,
            logger: logger
        )
        let ledger = ConnectionLedger(settings, most: mostConnections())
        try await withThrowingTaskGroup(of: Bool.self) { group in
            let ports = [settings.port] + settings.also
            for port in ports {
                group.addTask {
                    await serve(port, responder, ledger)
                    return true
                }
            }
            group.addTask {
                try await endLate(ledger)
                return false
            }
            var left = ports.count
            while left > 0, let isPort = try await group.next() {
                // What has not ended in time is ended.
                if isPort { left -= 1 } else { group.cancelAll() }
            }
            group.cancelAll()
        }
    }

    /// How many connections there may be beside the files that all else has open.
    private func mostConnections() -> Int {
        let most = OpenFiles.fitting(settings.connections)
        if most < settings.connections {
            logger.warning(
                "fewer HTTP connections than limits.connections, since few files may be open (ulimit -n)",
                metadata: ["connections": "\(most)", "files": "\(OpenFiles.limit)"]
            )
        }
        return most
    }

    /// All routes, with those that every server has.
    static func router(_ routes: [any RouteGroup], _ access: Access) -> Router<APIContext> {
        let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
        for group in routes + [AccessRoutes(access), PageRoutes()] { group.add(to: router) }
        return router
    }

    /// Reads the tokens, again and again where they cannot be read; nil where the server is told to stop before.
    private func openAccess() async throws -> Access? {
        var isTold = false
        while true {
            do throws(AccessError) {
                return try Access(settings, logger: logger)
            } catch {
                let level: Logger.Level = isTold ? .debug : .error
                logger.log(level: level, "the API waits for its tokens", metadata: ["reason": "\(error)"])
                isTold = true
            }
            guard await pause() else { return nil }
        }
    }

    /// Serves a port, trying again while it cannot be had.
    private func serve(_ port: Int, _ responder: APIResponder, _ ledger: ConnectionLedger) async {
        var isTold = false
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            do {
                return try await listen(port, responder, ledger)
            } catch {
                let level: Logger.Level = isTold ? .debug : .error
                logger.log(
                    level: level,
                    "the API cannot listen; it tries again, all else goes on",
                    metadata: ["host": "\(settings.host)", "port": "\(port)", "reason": "\(Self.remedy(error, port))"]
                )
                isTold = true
            }
            guard await pause() else { return }
        }
    }

    /// Waits; false where the server is told to stop meanwhile.
    private func pause() async -> Bool {
        await cancelWhenGracefulShutdown {
            do {
                try await Task.sleep(for: settings.patience.retry)
                return true
            } catch {
                return false
            }
        }
    }

    private func listen(_ port: Int, _ responder: APIResponder, _ ledger: ConnectionLedger) async throws {
        // Hummingbird says at `info` what is said here with the right port.
        var quiet = logger
        quiet.logLevel = max(.notice, logger.logLevel)
        let source = quiet
        let dates = DateLine()
        let server = try builder(ledger).buildServer(
            configuration: ServerConfiguration(address: .hostname(settings.host, port: port)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: quiet,
            responder: { request, writer, channel in
                let context = APIContext(source: ApplicationRequestContextSource(channel: channel, logger: source))
                var response = try await responder.respond(to: request, context: context)
                response.headers[.date] = dates.text
                do {
                    try await writer.write(response: response.head, body: response.body)
                } catch is HTTPParserError {
                    // One of this kind would be answered a second time.
                    throw CancellationError()
                }
            },
            onServerRunning: { channel in
                let address = address(channel.localAddress?.port ?? port)
                logger.info("the API listens", metadata: ["address": "\(address)"])
                listening(address)
            }
        )
        try await server.run()
    }

    private func address(_ port: Int) -> String {
        let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
        return "\(settings.tls == nil ? "http" : "https")://\(host):\(port)"
    }

    private func builder(_ ledger: ConnectionLedger) throws -> HTTPServerBuilder {
        let plain = HTTPServerBuilder { responder in
            APIChannel(settings: settings, ledger: ledger, responder: responder)
        }
        guard let tls = settings.tls else { return plain }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(tls.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: tls.key, format: .pem))
        )
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        return try .tls(plain, tlsConfiguration: configuration)
    }

    /// Once it is told to stop, gives what is under way its time, then ends all connections.
    private func endLate(_ ledger: ConnectionLedger) async throws {
        try await gracefulShutdown()
        try await Task.sleep(for: settings.patience.shutdown)
        logger.warning("requests are cut off, since the API ends", metadata: ["connections": "\(ledger.count)"])
        ledger.closeAll()
    }

    /// What to do about a port that cannot be had.
    private static func remedy(_ error: any Error, _ port: Int) -> String {
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE: "port \(port) is in use; end the program that has it, or set api.port (MARRAM_API_PORT)"
        case EACCES: "port \(port) is for root; set api.port (MARRAM_API_PORT) to one above 1023"
        case EADDRNOTAVAIL: "api.host is no address of this machine"
        default: "\(error)"
        }
    }
}
