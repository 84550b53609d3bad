import OpenInference
import Tensors

/// What decoding a text gives.
func decode(_ text: String, limits: RequestLimits = RequestLimits()) throws -> InferRequest {
    try decode(Array(text.utf8), limits: limits)
}

/// What decoding bytes gives.
func decode(_ body: [UInt8], limits: RequestLimits = RequestLimits()) throws -> InferRequest {
    let span = body.span
    return try RequestDecoder(limits: limits).decode(unsafe span.bytes)
}

extension InferRequest {
    /// The id as text.
    var name: String? { id.map { String(decoding: $0, as: UTF8.self) } }
}

/// The error that decoding gives; nil where it succeeds.
func refusal(_ body: [UInt8], limits: RequestLimits = RequestLimits()) -> InferError? {
    do {
        _ = try decode(body, limits: limits)
        return nil
    } catch {
        return error as? InferError
    }
}

/// The error that decoding gives; nil where it succeeds.
func refusal(_ text: String, limits: RequestLimits = RequestLimits()) -> InferError? {
    refusal(Array(text.utf8), limits: limits)
}

/// The envelope of bytes.
func envelope(_ body: [UInt8], limits: RequestLimits = RequestLimits()) -> RequestEnvelope {
    let span = body.span
    return RequestDecoder(limits: limits).envelope(unsafe span.bytes)
}

/// A request with one input.
func request(_ data: String, shape: String, datatype: String = "FP32") -> String {
    #"{"inputs":[{"name":"X","shape":\#(shape),"datatype":"\#(datatype)","data":\#(data)}]}"#
}

/// The numbers of an FP32 tensor; nil of another.
func floats(_ tensor: Tensor) -> [Float]? {
    tensor.values()
}

/// The one number of a request for FP32.
func float(_ number: String) throws -> Float? {
    floats(try decode(request("[\(number)]", shape: "[1]")).inputs[0])?.first
}

/// The one number of a request for INT64.
func integer(_ number: String) throws -> Int64? {
    let request = request("[\(number)]", shape: "[1]", datatype: "INT64")
    return try decode(request).inputs[0].values(as: Int64.self)?.first
}

/// Numbers that are the same in every run (SplitMix64, Steele 2014).
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// One of several.
    mutating func pick<Element>(_ several: [Element]) -> Element {
        several[Int.random(in: several.indices, using: &self)]
    }
}
