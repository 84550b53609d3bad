import OpenInference
import Tensors

/// Feeds a message to all that a request goes through, with a model that gives back what it gets.
///
/// The first line of the input is the model's signature, a letter for the type and digits for the sizes of each input
/// (`l12` is FP32 [1,2], `l-2` FP32 [-1,2]: see ``EchoModel``); what follows is a ``Message``.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRequestHandling(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let end = bytes.firstIndex(of: 0x0A) ?? bytes.endIndex
    let model = EchoModel(signature: bytes[..<end])
    let message = Message(bytes[end...].dropFirst())
    do {
        let encoding = try message.encoding()
        try fill(message.body, encoding, model)
        try SignatureCheck.check(used, inputs: model.inputs, outputs: model.outputs)
        let outputs = model.run(used.inputs, used)
        checkAnswer(outputs, to: used)
        checkJoined(outputs, model)
    } catch {
        check(error, id: nil)
    }
    return 0
}

private let limits = RequestLimits(bytes: 65536, elements: 10_000, depth: 32)

/// The request that is filled again and again, as in a node.
nonisolated(unsafe) private var used = InferRequest()

/// Fills the request that held another; stops the program where a new one would hold something else.
private func fill(_ body: [UInt8], _ encoding: BodyEncoding, _ model: EchoModel) throws(InferError) {
    var failure: InferError?
    do {
        try RequestDecoder(limits: limits)
            .decode(body.span.bytes, encoding: encoding, inputs: model.inputs, into: &used)
    } catch {
        failure = error
    }
    do {
        let fresh = try decode(body, encoding, limits, model.inputs)
        precondition(failure == nil && same(fresh, used), "a request filled again is another")
        check(fresh, limits)
    } catch {
        precondition(failure == error, "a request filled again is refused otherwise")
        throw error
    }
}

/// Writes the answer as the request wants it, and reads it again; stops the program where that is not the same.
private func checkAnswer(_ outputs: [Tensor], to request: InferRequest) {
    let rows = Set(outputs.map(\.shape.rows))
    let common = rows.count == 1 ? rows.first.flatMap(\.self) : nil
    let part = common.flatMap { $0 > 1 ? 1..<$0 : nil }
    for rows in [nil, part] {
        var answer: [UInt8] = []
        let response = InferResponse(
            model: AnsweringModel(name: "m", version: "1"),
            id: request.id,
            outputs: outputs,
            rows: rows,
            latencyMicroseconds: 1
        )
        do {
            let length = try response.encode(to: request, nonFinite: .null, into: &answer)
            let isBinary = outputs.indices.contains(where: request.wantsBinary(output:))
            precondition((length != nil) == isBinary, "a length without binary tensors, or none with them")
            let json = answer[..<(length ?? answer.count)]
            precondition(String(validating: json, as: UTF8.self) != nil, "the JSON is not UTF-8")
            let sizes = outputs.indices.filter(request.wantsBinary(output:)).map { index in
                outputs[index].bytes(ofRows: rows).count
            }
            precondition(answer.count - json.count == sizes.reduce(0, +), "not as many bytes as the tensors have")
            // Whatever is well-formed is refused for having no inputs, and for nothing else.
            do {
                _ = try decode(Array(json), .json, RequestLimits(bytes: .max), [])
                preconditionFailure("an answer is a request")
            } catch {
                precondition(error.code == .badInput, "the answer is not JSON: \(error.message)")
            }
        } catch {
            precondition(error.code == .internal && error.message.contains("UTF-8"), "not written: \(error.message)")
            precondition(answer.isEmpty, "part of an answer")
        }
    }
}

/// Runs the request thrice in one batch that is used again and again, in the company of what the last input left there;
/// stops the program where an answer is not the one that the request gets alone.
private func checkJoined(_ outputs: [Tensor], _ model: EchoModel) {
    let alone = written(outputs, rows: nil)
    let session = EchoSession(model, fails: used.timeoutMicroseconds == 13)
    var waiting = (0..<3).map { _ in Held(used) }
    var answered = 0
    while !waiting.isEmpty {
        batch.take(from: &waiting, limit: 64) { _ in true }
        precondition(!batch.members.isEmpty, "a request is left behind")
        batch.run(on: session)
        precondition(batch.outcomes.count == batch.members.count, "not as many outcomes as members")
        for outcome in batch.outcomes {
            answered += 1
            switch outcome {
            case .whole: precondition(written(batch.results, rows: nil) == alone, "another answer, run alone")
            case .rows(let rows): precondition(written(batch.results, rows: rows) == alone, "another answer, joined")
            case .alone(let tensors): precondition(written(tensors, rows: nil) == alone, "another answer, one by one")
            case .failed(let error): precondition(session.fails && error.code == .internal, "failed: \(error)")
            }
        }
    }
    precondition(answered == 3, "requests without an outcome")
    batch.clear()
}

private let batch = Batch<Held>()

/// A request that takes part in a batch.
private final class Held: RequestHolder {
    let request: InferRequest

    init(_ request: InferRequest) { self.request = request }
}

/// An answer to the request; nil where JSON cannot hold it.
private func written(_ outputs: [Tensor], rows: Range<Int>?) -> [UInt8]? {
    var answer: [UInt8] = []
    let response = InferResponse(model: AnsweringModel(name: "m"), outputs: outputs, rows: rows)
    do {
        try response.encode(to: used, into: &answer)
        return answer
    } catch {
        return nil
    }
}
