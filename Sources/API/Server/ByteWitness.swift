import NIOCore

/// Tells the gate of a connection that bytes come, before they are parsed.
final class ByteWitness: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let gate: ConnectionGate

    init(_ gate: ConnectionGate) { self.gate = gate }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        gate.bytesCome()
        context.fireChannelRead(data)
    }
}
