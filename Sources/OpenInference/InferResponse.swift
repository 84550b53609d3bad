public import Tensors

/// The answer to a request that was computed.
public struct InferResponse: Sendable {
    /// The model that computed it.
    public var model: AnsweringModel
    /// The request's `id` in UTF-8, where it had one.
    public var id: [UInt8]?
    /// The results, each with as many rows or more than the answer takes.
    public var outputs: [Tensor]
    /// The rows of the results that are the answer's; nil: all.
    public var rows: Range<Int>?
    /// How long it took, in microseconds; nil leaves it out.
    public var latencyMicroseconds: Int?

    /// Makes an answer.
    public init(
        model: AnsweringModel,
        id: [UInt8]? = nil,
        outputs: [Tensor],
        rows: Range<Int>? = nil,
        latencyMicroseconds: Int? = nil
    ) {
        self.model = model
        self.id = id
        self.outputs = outputs
        self.rows = rows
        self.latencyMicroseconds = latencyMicroseconds
    }

    /// Appends the answer; data is flat, in row-major order.
    ///
    /// - Parameters:
    ///   - request: Says which outputs it wants as binary tensors; nil: all as JSON.
    ///   - nonFinite: What JSON says of NaN and infinities.
    ///   - bytes: What the answer is appended to.
    /// - Returns: the length of the JSON where binary tensors follow it; nil where there are none.
    /// - Throws: `internal` for an output that JSON cannot hold; `bytes` then stays as it was.
    @discardableResult
    public func encode(
        to request: InferRequest? = nil,
        nonFinite: NonFinitePolicy = .error,
        into bytes: inout [UInt8]
    ) throws(InferError) -> Int? {
        let start = bytes.count
        bytes.append(contentsOf: model.opening)
        if let id {
            bytes.appendRaw(#","id":"#)
            bytes.appendQuoted(utf8: id)
        }
        bytes.appendRaw(#","outputs":["#)
        var isBinary = false
        for (index, output) in outputs.enumerated() {
            if index > 0 { bytes.append(Ascii.comma) }
            if request?.wantsBinary(output: index) == true {
                isBinary = true
                output.encodeBinaryHead(rows: rows, into: &bytes)
            } else {
                do throws(UnwritableElement) {
                    try output.encode(rows: rows, nonFinite: nonFinite, into: &bytes)
                } catch {
                    bytes.removeSubrange(start...)
                    throw InferError(.internal, "output \(quoted(output.name)) \(error.fault): \(error.remedy)")
                }
            }
        }
        bytes.append(Ascii.closeBracket)
        if let latencyMicroseconds {
            bytes.appendRaw(#","parameters":{"latency_us":"#)
            bytes.appendNumber(latencyMicroseconds)
            bytes.append(Ascii.closeBrace)
        }
        bytes.append(Ascii.closeBrace)
        guard isBinary else { return nil }
        let length = bytes.count - start
        for (index, output) in outputs.enumerated() where request?.wantsBinary(output: index) == true {
            output.encodeBinary(rows: rows, into: &bytes)
        }
        return length
    }
}

extension InferResponse {
    /// Passes an answer whose outputs JSON can hold, as far as they are wanted in JSON.
    ///
    /// - Throws: `internal` for NaN or an infinity, as ``encode(to:nonFinite:into:)`` does.
    public func checkFinite(for request: InferRequest) throws(InferError) {
        for (index, output) in outputs.enumerated() {
            guard output.datatype.isFloatingPoint, !request.wantsBinary(output: index) else { continue }
            do throws(UnwritableElement) {
                try output.checkFinite(output.elements(ofRows: rows), .error)
            } catch {
                throw InferError(.internal, "output \(quoted(output.name)) \(error.fault): \(error.remedy)")
            }
        }
    }
}

/// The name and version of a model, as every answer of it begins.
public struct AnsweringModel: Sendable {
    /// The first bytes of an answer, up to the version.
    let opening: [UInt8]

    /// Makes one.
    public init(name: String, version: String? = nil) {
        var opening: [UInt8] = []
        opening.appendRaw(#"{"model_name":"#)
        opening.appendQuoted(name)
        if let version {
            opening.appendRaw(#","model_version":"#)
            opening.appendQuoted(version)
        }
        self.opening = opening
    }
}
