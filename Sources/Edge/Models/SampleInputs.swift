import Inference
import Tensors

/// Inputs to measure a model with: made up, or given by a person.
struct SampleInputs: Sendable {
    private enum Source {
        case madeUp(SplitMix)
        /// A request, and its rows one by one where it can be taken apart.
        case given([Tensor], rows: [[Tensor]])
    }

    /// True where the number of rows is free, so that more than one can be asked for.
    let takesRows: Bool
    private let signatures: [TensorSignature]
    private var source: Source

    /// Makes up numbers: between -1 and 1, 0 or 1 where they are whole; sizes that are free, but for the rows, are 1.
    init(madeUpFor model: ModelDescription) {
        signatures = model.inputs
        takesRows = model.hasFreeRows
        source = .madeUp(SplitMix(seed: 1))
    }

    /// Uses the rows of a request that fits the model, over and over.
    init(given request: [Tensor], for model: ModelDescription) {
        signatures = model.inputs
        let count = model.hasFreeRows ? Rows.count(request) ?? 0 : 0
        let rows = count > 0 ? Rows.split(request, rows: count) ?? [] : []
        takesRows = !rows.isEmpty
        source = .given(request, rows: rows)
    }

    /// The next request of so many rows; nil where the model or the given request does not let it be made.
    ///
    /// Where rows cannot be chosen, one row is one request.
    mutating func next(rows: Int) -> [Tensor]? {
        guard rows == 1 || takesRows else { return nil }
        switch source {
        case .madeUp(var random):
            defer { source = .madeUp(random) }
            return makeUp(rows, &random)
        case .given(let request, let singles):
            guard !singles.isEmpty else { return request }
            var joined: [Tensor] = []
            return Rows.join(rows, into: &joined) { singles[$0 % singles.count] } ? joined : nil
        }
    }

    private func makeUp(_ rows: Int, _ random: inout SplitMix) -> [Tensor]? {
        var tensors: [Tensor] = []
        for signature in signatures {
            var dimensions = signature.dimensions.map { $0 ?? 1 }
            if signature.dimensions.first == .some(nil) { dimensions[0] = rows }
            guard let shape = Shape(dimensions), let tensor = Self.tensor(signature, shape, &random) else { return nil }
            tensors.append(tensor)
        }
        return tensors
    }

    private static func tensor(_ signature: TensorSignature, _ shape: Shape, _ random: inout SplitMix) -> Tensor? {
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
}

extension ModelDescription {
    /// True when the first dimension of everything is free: it may stand for the number of rows.
    var hasFreeRows: Bool {
        !inputs.isEmpty
            && (inputs + outputs).allSatisfy { !$0.dimensions.isEmpty && $0.dimensions[0] == nil }
    }

    /// True when another size than the number of rows is free: what a run takes cannot be foretold.
    var hasFreeInnerSizes: Bool { inputs.contains { $0.dimensions.dropFirst().contains(nil) } }
}
