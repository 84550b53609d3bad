import Tensors

/// Reads inference requests: JSON of the Open Inference Protocol, in one pass, without keeping the text.
public struct RequestDecoder: Sendable {
    let limits: RequestLimits

    /// The longest `id`, `reply_to` or tensor name, in bytes of UTF-8.
    static let longestText = 1024
    /// The most dimensions that a tensor may have.
    static let highestRank = 32

    /// Makes a decoder that refuses what goes beyond `limits`.
    public init(limits: RequestLimits) {
        self.limits = limits
    }

    /// The request that a body holds.
    ///
    /// Datatypes FP32 and INT64. Names are not compared with a model's: see ``SignatureCheck``.
    /// - Throws: `too_large` for a body over the limit; `bad_json`, with the offset of the byte, for what RFC 8259 does
    ///   not allow; `bad_input`, with the input's name, for what the protocol does not. The first error ends the reading.
    public func decode(_ body: RawSpan) throws(InferError) -> InferRequest {
        guard body.byteCount <= limits.bytes else {
            throw InferError(.tooLarge, "the body has \(body.byteCount) bytes, at most \(limits.bytes) are accepted")
        }
        var reader = JSONReader(maximumDepth: limits.depth)
        try Self.open(&reader, body)
        return try members(&reader, body)
    }

    private static func open(_ reader: inout JSONReader, _ body: RawSpan) throws(InferError) {
        if body.isEmpty { throw InferError(.badJSON, "the body is empty; expected a JSON object") }
        if body.byte(0) == 0xEF {
            throw InferError(.badJSON, "the body starts with a byte order mark; send UTF-8 without one")
        }
        guard reader.next(body) != Ascii.openBrace else { return }
        let error = try reader.wrongValue(body, "the body is", "expected an object with 'inputs'")
        try reader.end(body)
        throw error
    }

    private func members(_ reader: inout JSONReader, _ body: RawSpan) throws(InferError) -> InferRequest {
        var id: String?
        var replyTo: String?
        var inputs: [Tensor]?
        var outputs: [String]?
        var hasParameters = false
        var key = try reader.firstKey(body)
        while let name = key {
            switch name {
            case .id:
                try Self.once(id == nil, "id")
                id = try Self.text(&reader, body, "id")
            case .replyTo:
                try Self.once(replyTo == nil, "reply_to")
                replyTo = try Self.text(&reader, body, "reply_to")
            case .inputs:
                try Self.once(inputs == nil, "inputs")
                inputs = try self.inputs(&reader, body)
            case .outputs:
                try Self.once(outputs == nil, "outputs")
                outputs = try Self.outputs(&reader, body)
            case .parameters:
                try Self.once(!hasParameters, "parameters")
                hasParameters = true
                _ = try Self.parameters(&reader, body, "parameters")
            default:
                try reader.skipValue(body)
            }
            key = try reader.nextKey(body)
        }
        try reader.end(body)
        guard let inputs, !inputs.isEmpty else {
            throw InferError(
                .badInput,
                "'inputs' is \(inputs == nil ? "missing" : "empty"); expected at least one tensor"
            )
        }
        return InferRequest(id: id, replyTo: replyTo, inputs: inputs, outputs: outputs ?? [])
    }

    private static func outputs(_ reader: inout JSONReader, _ body: RawSpan) throws(InferError) -> [String] {
        guard reader.peek(body) == Ascii.openBracket else {
            throw try reader.wrongValue(body, "'outputs' is", "expected an array of objects")
        }
        var names: [String] = []
        guard try reader.firstElement(body) else { return names }
        repeat {
            names.append(try output(&reader, body, names.count))
        } while try reader.nextElement(body)
        return names
    }

    private static func output(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        _ index: Int
    ) throws(InferError) -> String {
        let place = "outputs[\(index)]"
        guard reader.peek(body) == Ascii.openBrace else {
            throw try reader.wrongValue(body, "\(place) is", "expected an object with 'name'")
        }
        var name: String?
        var hasParameters = false
        var key = try reader.firstKey(body)
        while let member = key {
            switch member {
            case .name:
                try once(name == nil, "name", in: place)
                name = try text(&reader, body, "name", in: place)
            case .parameters:
                try once(!hasParameters, "parameters", in: place)
                hasParameters = true
                _ = try parameters(&reader, body, "parameters", in: place)
            default:
                try reader.skipValue(body)
            }
            key = try reader.nextKey(body)
        }
        guard let name else {
            throw InferError(.badInput, "\(place): 'name' is missing; expected the name of an output")
        }
        return name
    }
}
