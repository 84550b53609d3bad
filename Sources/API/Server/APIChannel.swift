import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// HTTP/1.1 on one connection, with a gate before it.
struct APIChannel: ServerChildChannel {
    /// Bytes of a request line with all header lines.
    static let headBytes = 64 << 10
    /// Bytes of one header line.
    static let fieldBytes = 16 << 10
    static let fields = 100

    private let base: HTTP1Channel
    private let settings: APISettings
    private let ledger: ConnectionLedger

    init(settings: APISettings, ledger: ConnectionLedger, responder: @escaping HTTPChannelHandler.Responder) {
        var configuration = HTTP1Channel.Configuration()
        configuration.httpDecoder = .init(
            maxHeaderFieldSize: Self.fieldBytes,
            maxHeaderListSize: Self.headBytes,
            maxHeaderFieldCount: Self.fields
        )
        base = HTTP1Channel(responder: responder, configuration: configuration)
        self.settings = settings
        self.ledger = ledger
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        let admission = ledger.admit(channel)
        return base.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            let gate = ConnectionGate(patience: settings.patience, bodyLimit: settings.bodyLimit, admission: admission)
            try pipeline.addHandler(gate, position: .after(decoder))
            try pipeline.addHandler(ByteWitness(gate), position: .before(decoder))
            // What waits for a slow reader is bounded, so that it is noticed early.
            try channel.syncOptions?.setOption(.writeBufferWaterMark, value: .init(low: 16 << 10, high: 32 << 10))
            return value
        }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}
