public import Tensors

/// Reads inference requests of the Open Inference Protocol, in one pass, without keeping the body.
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

    /// The request that a body of JSON holds; see ``decode(_:encoding:inputs:into:)``.
    public func decode(_ body: RawSpan) throws(InferError) -> InferRequest {
        var request = InferRequest()
        try decode(body, encoding: .json, inputs: [], into: &request)
        return request
    }

    /// Fills a request with what a body holds, in the memory of what it held before.
    ///
    /// Names are not compared with a model's: see ``SignatureCheck``.
    /// - Parameters:
    ///   - body: The whole body.
    ///   - encoding: How it is written.
    ///   - inputs: What the model takes; needed for a raw body alone.
    ///   - request: What is filled; after an error it holds nothing of use, but can be filled again.
    /// - Throws: `too_large` for a body over the limit; `bad_json`, with the offset of the byte, for what RFC 8259 does
    ///   not allow; `bad_input`, with the input's name, for what the protocol does not. The first error ends the reading.
    public func decode(
        _ body: RawSpan,
        encoding: BodyEncoding,
        inputs: [TensorSignature],
        into request: inout InferRequest
    ) throws(InferError) {
        guard body.byteCount <= limits.bytes else {
            throw InferError(.tooLarge, "the body has \(body.byteCount) bytes, at most \(limits.bytes) are accepted")
        }
        request.clear()
        switch encoding {
        case .json:
            try decode(json: body, blob: body.extracting(last: 0), isBinary: false, into: &request)
        case .binary(let headerLength):
            guard headerLength >= 0, headerLength <= body.byteCount else {
                throw InferError(
                    .badInput,
                    "\(BodyEncoding.headerName) is \(headerLength), but the body has \(body.byteCount) bytes"
                )
            }
            try decode(
                json: body.extracting(first: headerLength),
                blob: body.extracting(droppingFirst: headerLength),
                isBinary: true,
                into: &request
            )
        case .raw: try decode(raw: body, inputs: inputs, into: &request)
        }
    }

    private func decode(
        json: RawSpan,
        blob: RawSpan,
        isBinary: Bool,
        into request: inout InferRequest
    ) throws(InferError) {
        var reader = JSONReader(maximumDepth: limits.depth)
        try Self.open(&reader, json)
        var tensors = BinaryTensors(isAllowed: isBinary, size: blob.byteCount)
        try members(&reader, json, blob, &tensors, &request)
        guard tensors.left == 0 else {
            throw InferError(
                .badInput,
                "\(tensors.left) bytes stand behind the binary tensors; binary_data_size of the inputs adds up to \(tensors.next)"
            )
        }
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

    private func members(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        _ blob: RawSpan,
        _ tensors: inout BinaryTensors,
        _ request: inout InferRequest
    ) throws(InferError) {
        var hasReplyTo = false
        var inputs: Int?
        var hasOutputs = false
        var hasParameters = false
        var id = request.takeID()
        var hasID = false
        var key = try reader.firstKey(body)
        while let name = key {
            switch name {
            case .id:
                try Self.once(!hasID, "id")
                hasID = true
                try Self.bytes(&reader, body, "id", into: &id)
            case .replyTo:
                try Self.once(!hasReplyTo, "reply_to")
                hasReplyTo = true
                request.replyTo = try Self.text(&reader, body, "reply_to", previous: request.replyTo)
            case .inputs:
                try Self.once(inputs == nil, "inputs")
                inputs = try self.inputs(&reader, body, blob, &tensors, into: &request.inputs)
            case .outputs:
                try Self.once(!hasOutputs, "outputs")
                hasOutputs = true
                try Self.outputs(&reader, body, into: &request.outputs)
            case .parameters:
                try Self.once(!hasParameters, "parameters")
                hasParameters = true
                try Self.requestParameters(&reader, body, into: &request)
            default:
                try reader.skipValue(body)
            }
            key = try reader.nextKey(body)
        }
        try reader.end(body)
        guard let inputs, inputs > 0 else {
            throw InferError(
                .badInput,
                "'inputs' is \(inputs == nil ? "missing" : "empty"); expected at least one tensor"
            )
        }
        if hasID { request.id = id }
        if !hasReplyTo { request.replyTo = nil }
        if !hasOutputs { request.outputs.removeAll(keepingCapacity: true) }
    }
}

/// How far the bytes behind the JSON are used up.
struct BinaryTensors {
    /// False where the body is JSON and nothing else.
    let isAllowed: Bool
    /// How many bytes there are.
    let size: Int
    /// Where the next tensor begins.
    var next = 0

    init(isAllowed: Bool, size: Int) {
        self.isAllowed = isAllowed
        self.size = size
    }

    /// Bytes that no tensor has taken.
    var left: Int { size - next }
}

extension InferRequest {
    /// Forgets what would not be written over.
    fileprivate mutating func clear() {
        prefersBinary = false
        timeoutMicroseconds = nil
    }

    /// The memory of the last id, emptied; the request is left without one.
    fileprivate mutating func takeID() -> [UInt8] {
        var memory: [UInt8]?
        swap(&memory, &id)
        memory?.removeAll(keepingCapacity: true)
        return memory ?? []
    }
}
