import Archive
import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// Bodies that are smaller gain nothing by being packed.
    static let leastPacked = 1024

    /// Makes an answer whose body is packed where whoever asks takes that and it is large enough.
    init(
        packing body: ByteBuffer,
        contentType: String,
        headers: HTTPFields = [:],
        for request: Request,
        status: HTTPResponse.Status = .ok
    ) {
        var headers = headers
        headers[.contentType] = contentType
        headers[.vary] = "Accept-Encoding"
        guard body.readableBytes >= Self.leastPacked, let packing = request.acceptedPacking,
            // Without memory to pack with it goes as it is.
            let packed = try? packing.pack(Array(body.readableBytesView)), packed.count < body.readableBytes
        else {
            self.init(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
            return
        }
        headers[.contentEncoding] = packing.rawValue
        self.init(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: packed)))
    }
}
