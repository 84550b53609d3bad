import Inference
import OpenInference
import Tensors

/// Runs a new model on made-up inputs: the first real request finds it warm, and its costs are known.
struct WarmUp: Sendable {
    /// Runs before the measurement.
    let runs: Int
    /// The configured cap on joined rows; nil: as many as a burst holds, where joining pays.
    let maxBatch: Int?

    private static let trialRows = 8
    private static let rounds = 5
    private static let automaticLimit = 64

    func profile(_ session: any InferenceSession) throws(InferenceError) -> ModelProfile {
        let model = session.model
        let innerFree = model.inputs.contains { $0.dimensions.dropFirst().contains(nil) }
        guard runs > 0 else {
            return ModelProfile(fixedCost: .zero, rowCost: .zero, batchLimit: 1, isPredictable: false)
        }
        var random = SplitMix(seed: 1)
        let single = inputs(model.inputs, rows: 1, &random)
        // A model may refuse made-up values, such as an index out of range: then nothing is known of its costs.
        for _ in 0..<runs {
            guard (try? session.run(single, outputs: [])) != nil else {
                return ModelProfile(fixedCost: .zero, rowCost: .zero, batchLimit: 1, isPredictable: false)
            }
        }
        let one = try measure(session, single)
        var profile = ModelProfile(fixedCost: .zero, rowCost: one, batchLimit: 1, isPredictable: !innerFree)
        guard isBatchable(model), maxBatch != 1 else { return profile }
        guard let eight = try measureIndependentRows(session, &random) else { return profile }
        profile.rowCost = max(.zero, (eight - one) / (Self.trialRows - 1))
        profile.fixedCost = max(.zero, one - profile.rowCost)
        let pays = eight / Self.trialRows < one * 0.9
        profile.batchLimit = maxBatch ?? (pays ? Self.automaticLimit : 1)
        return profile
    }

    /// The first dimension of everything is free: it may stand for the number of rows.
    private func isBatchable(_ model: ModelDescription) -> Bool {
        !model.inputs.isEmpty
            && (model.inputs + model.outputs).allSatisfy { !$0.dimensions.isEmpty && $0.dimensions[0] == nil }
    }

    /// The time of a run of several rows; nil when rows do not come out the same alone and together.
    private func measureIndependentRows(
        _ session: any InferenceSession,
        _ random: inout SplitMix
    ) throws(InferenceError) -> Duration? {
        let alone = (0..<Self.trialRows).map { _ in Trial(inputs(session.model.inputs, rows: 1, &random)) }
        var joined: [Tensor] = []
        guard Rows.join(alone, into: &joined), let together = try? session.run(joined, outputs: []) else { return nil }
        for (row, trial) in alone.enumerated() {
            guard let answer = try? session.run(trial.request.inputs, outputs: []),
                let part = Self.row(row, of: together), Self.agree(answer, part)
            else { return nil }
        }
        return try measure(session, joined)
    }

    /// One row of outputs; nil when they do not have as many as there were trials.
    private static func row(_ row: Int, of outputs: [Tensor]) -> [Tensor]? {
        var parts: [Tensor] = []
        for output in outputs {
            guard output.shape.rows == trialRows, let shape = output.shape.with(rows: 1) else { return nil }
            let bytes = Array(output.bytes[output.bytes(ofRows: row..<row + 1)])
            guard let part = Tensor(name: output.name, datatype: output.datatype, shape: shape, bytes: bytes) else {
                return nil
            }
            parts.append(part)
        }
        return parts
    }

    private func measure(_ session: any InferenceSession, _ inputs: [Tensor]) throws(InferenceError) -> Duration {
        let clock = ContinuousClock()
        var times: [Duration] = []
        for _ in 0..<Self.rounds {
            let start = clock.now
            _ = try session.run(inputs, outputs: [])
            times.append(clock.now - start)
            if times[0] > ModelProfile.slow * 50 { break }
        }
        return times.sorted()[times.count / 2]
    }

    private func inputs(_ signatures: [TensorSignature], rows: Int, _ random: inout SplitMix) -> [Tensor] {
        signatures.compactMap { signature in
            var dimensions = signature.dimensions.map { $0 ?? 1 }
            if signature.dimensions.first == .some(nil) { dimensions[0] = rows }
            guard let shape = Shape(dimensions) else { return nil }
            return Self.random(signature, shape, &random)
        }
    }

    /// Numbers between -1 and 1, 0 or 1 where they are whole.
    private static func random(_ signature: TensorSignature, _ shape: Shape, _ random: inout SplitMix) -> Tensor? {
        let name = signature.name
        func whole<Number: TensorElement & FixedWidthInteger>(_ type: Number.Type) -> Tensor? {
            Tensor(name: name, shape: shape, (0..<shape.count).map { _ in Number.random(in: 0...1, using: &random) })
        }
        func floats<Number: TensorElement>(_ make: (Float) -> Number) -> Tensor? {
            Tensor(
                name: name,
                shape: shape,
                (0..<shape.count).map { _ in make(Float.random(in: -1...1, using: &random)) }
            )
        }
        return switch signature.datatype {
        case .bool: Tensor(name: name, shape: shape, (0..<shape.count).map { _ in Bool.random(using: &random) })
        case .uint8: whole(UInt8.self)
        case .uint16: whole(UInt16.self)
        case .uint32: whole(UInt32.self)
        case .uint64: whole(UInt64.self)
        case .int8: whole(Int8.self)
        case .int16: whole(Int16.self)
        case .int32: whole(Int32.self)
        case .int64: whole(Int64.self)
        case .fp16: floats { Float16($0) }
        case .bf16: floats { BFloat16($0) }
        case .fp32: floats { $0 }
        case .fp64: floats { Double($0) }
        case .bytes: Tensor(name: name, shape: shape, texts: Array(repeating: [0x61], count: shape.count))
        }
    }

    /// Equal but for the rounding that another batch size may bring.
    static func agree(_ left: [Tensor], _ right: [Tensor]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).allSatisfy { one, other in
            guard one.shape == other.shape else { return false }
            if let a = one.numbers, let b = other.numbers {
                return zip(a, b).allSatisfy {
                    abs($0 - $1) <= 1e-4 + 1e-3 * abs($1) || ($0.isNaN && $1.isNaN) || $0 == $1
                }
            }
            return one.datatype == other.datatype && one.bytes == other.bytes
        }
    }
}

/// Inputs of the measurement's own.
private final class Trial: RequestHolder {
    let request: InferRequest

    init(_ inputs: [Tensor]) { request = InferRequest(inputs: inputs) }
}

extension Tensor {
    /// The numbers as Double, where they have a fraction.
    fileprivate var numbers: [Double]? {
        switch datatype {
        case .fp16: values(as: Float16.self)?.map { Double($0) }
        case .bf16: values(as: BFloat16.self)?.map { Double(Float($0)) }
        case .fp32: values(as: Float.self)?.map { Double($0) }
        case .fp64: values(as: Double.self)
        default: nil
        }
    }
}

/// A small seeded generator: the made-up inputs are the same at every start.
///
/// Steele, Lea, Flood 2014, SplitMix.
private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
