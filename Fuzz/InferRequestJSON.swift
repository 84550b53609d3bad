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
        precondition(!request.inputs.isEmpty, "accepted a request without inputs")
        precondition(envelope == RequestEnvelope(id: request.id, replyTo: request.replyTo), "another envelope")
        for tensor in request.inputs {
            precondition(tensor.shape.count == tensor.elements.count, "the elements do not fill the shape")
        }
        precondition(request.inputs.reduce(0) { $0 + $1.shape.count } <= limits.elements, "too many elements")
        checkRoundTrip(request)
    } catch {
        precondition(!error.message.isEmpty, "refused without a message")
        precondition([.badJSON, .badInput, .tooLarge].contains(error.code), "refused with \(error.code)")
        var answer: [UInt8] = []
        ErrorResponse(id: envelope.id, error: error).encode(into: &answer)
        precondition(String(validating: answer, as: UTF8.self) != nil, "the error is not UTF-8")
    }
    return 0
}

/// What was accepted can be written, and reads the same again.
private func checkRoundTrip(_ request: InferRequest) {
    var answer: [UInt8] = []
    do {
        try InferResponse(modelName: "m", id: request.id, outputs: request.inputs).encode(into: &answer)
    } catch {
        preconditionFailure("accepted what cannot be written: \(error.message)")
    }
    // An answer becomes a request by one other key.
    guard let place = position(of: Array(#""outputs":["#.utf8), in: answer) else {
        preconditionFailure("the answer has no outputs")
    }
    answer.replaceSubrange(place..<place + 9, with: Array(#""inputs""#.utf8))
    let read = decode(answer)
    precondition(read.id == request.id && read.inputs == request.inputs, "read again as something else")
}

private func decode(_ body: [UInt8]) -> InferRequest {
    let span = body.span
    do {
        return try RequestDecoder(limits: RequestLimits(bytes: .max)).decode(span.bytes)
    } catch {
        preconditionFailure("what was written is refused: \(error.message)")
    }
}

/// Where bytes stand for the first time.
private func position(of word: [UInt8], in bytes: [UInt8]) -> Int? {
    guard bytes.count >= word.count else { return nil }
    return (0...bytes.count - word.count).first { bytes[$0..<$0 + word.count].elementsEqual(word) }
}
