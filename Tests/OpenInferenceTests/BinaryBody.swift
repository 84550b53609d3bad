import OpenInference
import Tensors

/// A request with binary tensors, put together part by part; any part can be made to lie.
struct BinaryBody {
    /// The elements of `inputs`, as JSON.
    private(set) var inputs: [String] = []
    /// What stands behind the JSON.
    var blob: [UInt8] = []
    /// Members of the request in front of `inputs`, each with its comma.
    var members = ""

    /// Adds an input whose elements stand behind the JSON; `size` is what it says of them.
    mutating func append(
        _ name: String,
        _ datatype: String,
        _ shape: String,
        _ bytes: [UInt8],
        size: String? = nil
    ) {
        let parameters = #"{"binary_data_size":\#(size ?? "\(bytes.count)")}"#
        inputs.append(#"{"name":"\#(name)","shape":\#(shape),"datatype":"\#(datatype)","parameters":\#(parameters)}"#)
        blob += bytes
    }

    /// Adds a tensor.
    mutating func append(_ tensor: Tensor) {
        append(tensor.name, tensor.datatype.rawValue, tensor.shape.description, tensor.bytes)
    }

    /// Adds an input whose elements stand in the JSON.
    mutating func append(_ name: String, _ datatype: String, _ shape: String, data: String) {
        inputs.append(#"{"name":"\#(name)","shape":\#(shape),"datatype":"\#(datatype)","data":\#(data)}"#)
    }

    /// The JSON alone.
    var json: [UInt8] { Array(#"{\#(members)"inputs":[\#(inputs.joined(separator: ","))]}"#.utf8) }

    /// What decoding it gives.
    func decode(limits: RequestLimits = RequestLimits()) throws -> InferRequest {
        try decoded(json + blob, .binary(headerLength: json.count), limits: limits)
    }

    /// The error that decoding gives; nil where it succeeds.
    func refusal(headerLength: Int? = nil) -> InferError? {
        error { _ = try decoded(json + blob, .binary(headerLength: headerLength ?? json.count)) }
    }
}

/// What decoding bytes of an encoding gives.
func decoded(
    _ body: [UInt8],
    _ encoding: BodyEncoding,
    inputs: [TensorSignature] = [],
    limits: RequestLimits = RequestLimits()
) throws -> InferRequest {
    var request = InferRequest()
    try refill(&request, body, encoding, inputs: inputs, limits: limits)
    return request
}

/// Fills a request that may have held another.
func refill(
    _ request: inout InferRequest,
    _ body: [UInt8],
    _ encoding: BodyEncoding,
    inputs: [TensorSignature] = [],
    limits: RequestLimits = RequestLimits()
) throws {
    let span = body.span
    try RequestDecoder(limits: limits).decode(unsafe span.bytes, encoding: encoding, inputs: inputs, into: &request)
}

/// The error that work ends with; nil where it succeeds.
func error(_ work: () throws -> Void) -> InferError? {
    do {
        try work()
        return nil
    } catch {
        return error as? InferError
    }
}

/// An answer as it went out: its JSON, and what stands behind it.
struct WrittenAnswer {
    let json: String
    let blob: [UInt8]
    /// The length of the JSON, where something was said of it.
    let headerLength: Int?

    init(_ response: InferResponse, to request: InferRequest? = nil, nonFinite: NonFinitePolicy = .error) throws {
        var bytes: [UInt8] = []
        headerLength = try response.encode(to: request, nonFinite: nonFinite, into: &bytes)
        let end = headerLength ?? bytes.count
        json = String(decoding: bytes[..<end], as: UTF8.self)
        blob = Array(bytes[end...])
    }

    /// The body of a request with the answer's outputs for inputs.
    var asRequest: (body: [UInt8], encoding: BodyEncoding) {
        let text = Array(json.replacing(#""outputs":"#, with: #""inputs":"#, maxReplacements: 1).utf8)
        return (text + blob, headerLength == nil ? .json : .binary(headerLength: text.count))
    }
}
