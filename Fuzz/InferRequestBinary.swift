import OpenInference
import Tensors

/// Feeds a header length, a content type and a body to the codec, and stops the program where it breaks a promise.
///
/// The first line is the header length (`-`: none), the second the content type (`-`: none), the rest is the body.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzInferRequestBinary(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let message = Message(UnsafeBufferPointer(start: start, count: count))
    let limits = RequestLimits(bytes: 65536, elements: 100_000, depth: 32)
    do {
        let encoding = try message.encoding()
        let request = try decode(message.body, encoding, limits, signature)
        check(request, limits)
        checkAnswered(request, limits)
    } catch {
        check(error, id: nil)
    }
    return 0
}

/// What a raw body is taken for.
private let signature = [TensorSignature(name: "X", datatype: .fp32, dimensions: [nil, 2])]
