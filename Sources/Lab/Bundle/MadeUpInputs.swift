import Inference
import Tensors

/// Inputs made of random numbers, the same for the same model everywhere.
struct MadeUpInputs {
    /// The most numbers of an input.
    private static let mostNumbers = 1 << 22
    private let signatures: [TensorSignature]
    private var random = SplitMix(seed: 1)

    init(for model: ModelDescription) { signatures = model.inputs }

    /// The next inputs: numbers between -1 and 1, 0 or 1 where they are whole, texts of one letter; sizes that are free
    /// are 1.
    mutating func next() throws(LabError) -> [Tensor] {
        var tensors: [Tensor] = []
        for signature in signatures {
            guard let shape = Shape(signature.dimensions.map { $0 ?? 1 }), shape.count <= Self.mostNumbers,
                let tensor = tensor(signature, shape)
            else {
                throw LabError(
                    "input '\(signature.name)' has the shape \(signature.wireShape), too large for made-up tests; make the "
                        + "bundle without --golden"
                )
            }
            tensors.append(tensor)
        }
        return tensors
    }

    private mutating func tensor(_ signature: TensorSignature, _ shape: Shape) -> Tensor? {
        let name = signature.name
        return switch signature.datatype {
        case .bool: Tensor(name: name, shape: shape, whole(shape).map { $0 == 1 })
        case .uint8: Tensor(name: name, shape: shape, whole(shape).map { UInt8($0) })
        case .uint16: Tensor(name: name, shape: shape, whole(shape).map { UInt16($0) })
        case .uint32: Tensor(name: name, shape: shape, whole(shape).map { UInt32($0) })
        case .uint64: Tensor(name: name, shape: shape, whole(shape).map { UInt64($0) })
        case .int8: Tensor(name: name, shape: shape, whole(shape).map { Int8($0) })
        case .int16: Tensor(name: name, shape: shape, whole(shape).map { Int16($0) })
        case .int32: Tensor(name: name, shape: shape, whole(shape).map { Int32($0) })
        case .int64: Tensor(name: name, shape: shape, whole(shape).map { Int64($0) })
        case .fp16: Tensor(name: name, shape: shape, floats(shape).map { Float16($0) })
        case .bf16: Tensor(name: name, shape: shape, floats(shape).map { BFloat16($0) })
        case .fp32: Tensor(name: name, shape: shape, floats(shape))
        case .fp64: Tensor(name: name, shape: shape, floats(shape).map { Double($0) })
        case .bytes: Tensor(name: name, shape: shape, texts: Array(repeating: [0x61], count: shape.count))
        }
    }

    private mutating func whole(_ shape: Shape) -> [Int] {
        (0..<shape.count).map { _ in Int.random(in: 0...1, using: &random) }
    }

    private mutating func floats(_ shape: Shape) -> [Float] {
        (0..<shape.count).map { _ in Float.random(in: -1...1, using: &random) }
    }
}
