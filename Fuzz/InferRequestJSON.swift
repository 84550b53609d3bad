import OpenInference
import Tensors

/// Feeds bytes to the request decoder, and stops the program where it breaks a promise.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzInferRequestJSON(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    let body = RawSpan(_unsafeElements: bytes)
    let limits = RequestLimits(bytes: 65536, elements: 100_000, depth: 32)
    let decoder = RequestDecoder(limits: limits)
    let envelope = decoder.envelope(body)
    do {
        let request = try decoder.decode(body)
        let id = request.id.map { String(decoding: $0, as: UTF8.self) }
        precondition(envelope == RequestEnvelope(id: id, replyTo: request.replyTo), "another envelope")
        check(request, limits)
        checkWritten(request)
        checkAnswered(request, limits)
    } catch {
        check(error, id: envelope.id)
    }
    return 0
}
