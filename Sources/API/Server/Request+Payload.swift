import Archive
import HTTPTypes
import Hummingbird
import NIOCore

extension Request {
    /// Takes in the whole body, and unpacks it where `Content-Encoding` says that it is packed.
    ///
    /// - Parameter limit: Bytes that it may have, packed and unpacked.
    /// - Returns: The body, unpacked.
    /// - Throws: `Refusal`: 413 for more, 415 for an encoding that is not known, 400 for one that is broken.
    func payload(upTo limit: Int) async throws -> ByteBuffer {
        let packing = try bodyPacking()
        let bytes: ByteBuffer
        do {
            bytes = try await body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw Refusal(.contentTooLarge, RequestHeadRule.tooLarge(limit: limit))
        }
        guard let packing, bytes.readableBytes > 0 else { return bytes }
        do {
            return ByteBuffer(bytes: try packing.unpack(Array(bytes.readableBytesView), limit: limit))
        } catch {
            switch error {
            case .tooLarge: throw Refusal(.contentTooLarge, RequestHeadRule.tooLarge(limit: limit))
            case .broken: throw Refusal(.badRequest, "the body is not what Content-Encoding says: \(packing.rawValue)")
            case .outOfMemory:
                throw Refusal(.serviceUnavailable, "there is no memory for this body; send it again later")
            }
        }
    }

    /// How the body is packed; nil: it is not.
    private func bodyPacking() throws(Refusal) -> Packing? {
        guard let encoding = headers[.contentEncoding] else { return nil }
        switch encoding.lowercased() {
        case "identity", "": return nil
        case "gzip", "x-gzip": return .gzip
        case "deflate": return .deflate
        default:
            throw Refusal(
                .unsupportedMediaType,
                "Content-Encoding is none of gzip, deflate and identity",
                headers: [.acceptEncoding: "gzip, deflate"]
            )
        }
    }

    /// How whoever asks takes the answer packed; nil: not at all.
    var acceptedPacking: Packing? {
        guard let accepted = headers[.acceptEncoding] else { return nil }
        var taken: Set<Packing> = []
        for part in accepted.lowercased().split(separator: ",") {
            let words = part.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            let isRefused = words.dropFirst().contains { $0.hasPrefix("q=") && (Double($0.dropFirst(2)) ?? 0) <= 0 }
            guard let name = words.first, !isRefused else { continue }
            switch name {
            case "gzip", "x-gzip", "*": taken.insert(.gzip)
            case "deflate": taken.insert(.deflate)
            default: break
            }
        }
        return taken.contains(.gzip) ? .gzip : taken.first
    }
}
