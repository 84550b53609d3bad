import OpenInference
import Tensors

/// Stops the program where a request is not within the limits, or its tensors not what they say.
func check(_ request: InferRequest, _ limits: RequestLimits) {
    precondition(!request.inputs.isEmpty, "accepted a request without inputs")
    precondition(request.inputs.reduce(0) { $0 + $1.shape.count } <= limits.elements, "too many elements")
    precondition(request.timeoutMicroseconds.map { $0 > 0 } ?? true, "a wait of nothing")
    for tensor in request.inputs {
        let again = Tensor(name: tensor.name, datatype: tensor.datatype, shape: tensor.shape, bytes: tensor.bytes)
        precondition(again == tensor, "the elements do not fill the shape, or are not of the type")
        precondition(tensor.firstNonFinite() == nil, "accepted NaN or an infinity")
    }
}

/// Stops the program where an error says nothing, says it in a way that no request can cause, or is no text.
func check(_ error: InferError, id: String?) {
    precondition(!error.message.isEmpty, "refused without a message")
    precondition([.badJSON, .badInput, .tooLarge].contains(error.code), "refused with \(error.code)")
    var answer: [UInt8] = []
    ErrorResponse(id: id, error: error).encode(into: &answer)
    precondition(String(validating: answer, as: UTF8.self) != nil, "the error is not UTF-8")
}

/// Stops the program where a request is written as JSON and reads as something else.
func checkWritten(_ request: InferRequest) {
    var body: [UInt8] = []
    do {
        try request.encode(into: &body)
        let read = try decode(body, .json, RequestLimits(bytes: .max), [])
        precondition(same(read, request), "read again as something else")
    } catch {
        preconditionFailure("what was accepted cannot be written and read: \(error.message)")
    }
}

/// Stops the program where inputs that were accepted cannot be sent back as outputs, or read as something else.
func checkAnswered(_ request: InferRequest, _ limits: RequestLimits) {
    let hasBytes = request.inputs.contains { $0.datatype == .bytes }
    for isBinary in [true, false] {
        let wish = InferRequest(inputs: [], prefersBinary: isBinary)
        var answer: [UInt8] = []
        do {
            let response = InferResponse(model: AnsweringModel(name: "m"), id: request.id, outputs: request.inputs)
            let length = try response.encode(to: wish, into: &answer)
            let read = try decode(asRequest(&answer), length.map { .binary(headerLength: $0 - 1) } ?? .json, wide, [])
            precondition(read.id == request.id && read.inputs == request.inputs, "read again as something else")
        } catch {
            precondition(hasBytes && !isBinary && error.message.contains("UTF-8"), "not written: \(error.message)")
            precondition(answer.isEmpty, "part of an answer")
        }
    }
}

/// True when two requests hold the same.
func same(_ left: InferRequest, _ right: InferRequest) -> Bool {
    left.id == right.id && left.replyTo == right.replyTo && left.inputs == right.inputs
        && left.outputs == right.outputs && left.prefersBinary == right.prefersBinary
        && left.timeoutMicroseconds == right.timeoutMicroseconds
}

/// The request that a body holds.
func decode(
    _ body: [UInt8],
    _ encoding: BodyEncoding,
    _ limits: RequestLimits,
    _ inputs: [TensorSignature]
) throws(InferError) -> InferRequest {
    var request = InferRequest()
    try RequestDecoder(limits: limits).decode(body.span.bytes, encoding: encoding, inputs: inputs, into: &request)
    return request
}

private let wide = RequestLimits(bytes: .max)

/// An answer becomes a request by one key, which is a byte shorter.
private func asRequest(_ answer: inout [UInt8]) -> [UInt8] {
    let key = Array(#""outputs":["#.utf8)
    guard let place = (0...answer.count - key.count).first(where: { answer[$0...].starts(with: key) }) else {
        preconditionFailure("the answer has no outputs")
    }
    answer.replaceSubrange(place..<place + 9, with: Array(#""inputs""#.utf8))
    return answer
}
