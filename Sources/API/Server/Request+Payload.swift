import Archive
import HTTPTypes
import Hummingbird
import NIOCore

extension Request {
    /// Takes in the whole body, and unpacks it where `Content-Encoding` says that it is packed.
    ///
    /// - Parameter limit: Bytes that it may have, packed and unpacked.
    /// - Returns: The body, unpacked.
    /// - Throws: `RequestError` for more, for an encoding that is not known, and for one that is broken.
    func payload(upTo limit: Int) async throws -> ByteBuffer {
        let packing = try Packing.of(contentEncoding: headers[.contentEncoding])
        let bytes: ByteBuffer
        do {
            bytes = try await body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw RequestError.tooLarge(limit: limit)
        }
        guard let packing, bytes.readableBytes > 0 else { return bytes }
        return ByteBuffer(bytes: try packing.body(Array(bytes.readableBytesView), limit: limit))
    }

    /// How whoever asks takes the answer packed; nil: not at all.
    var acceptedPacking: Packing? { .accepted(by: headers[.acceptEncoding]) }
}
