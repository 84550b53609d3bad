import Models
import Tensors

/// Makes tensors of the raw little-endian bytes of golden files.
enum GoldenTensor {
    /// The tensor of an input, of the shape that the manifest says or that follows from the model's and the bytes.
    ///
    /// - Throws: `probe_failed`, with what does not fit.
    static func make(
        _ bytes: [UInt8],
        of file: Manifest.TensorFile,
        for signature: TensorSignature
    ) throws(UpdateError) -> Tensor {
        let shape =
            if let dimensions = file.shape { try shape(dimensions, file.file) } else {
                try derived(bytes, file.file, signature)
            }
        guard signature.accepts(shape) else {
            let expected = signature.wireShape.map(String.init).joined(separator: ",")
            throw UpdateError(
                .probeFailed,
                "\(file.file) has shape \(shape) for input '\(signature.name)', which takes [\(expected)]; "
                    + "correct the golden test"
            )
        }
        return try make(bytes, file.file, name: signature.name, signature.datatype, shape)
    }

    /// The tensor that an output must be, of the shape of the one that was found.
    ///
    /// - Throws: `probe_failed`, with what does not fit.
    static func make(
        _ bytes: [UInt8],
        of expectation: Manifest.Expectation,
        like found: Tensor
    ) throws(UpdateError) -> Tensor {
        if let dimensions = expectation.shape {
            let shape = try shape(dimensions, expectation.file)
            guard shape == found.shape else {
                throw UpdateError(
                    .probeFailed,
                    "output '\(found.name)' has shape \(found.shape), \(expectation.file) expects \(shape); "
                        + "correct the model or the golden test"
                )
            }
        }
        return try make(bytes, expectation.file, name: found.name, found.datatype, found.shape)
    }

    private static func make(
        _ bytes: [UInt8],
        _ file: String,
        name: String,
        _ datatype: Datatype,
        _ shape: Shape
    ) throws(UpdateError) -> Tensor {
        guard let tensor = Tensor(name: name, datatype: datatype, shape: shape, bytes: bytes) else {
            throw UpdateError(
                .probeFailed,
                "\(file) has \(bytes.count) bytes, which are not '\(name)', \(datatype.rawValue) \(shape); "
                    + "write the tensor again, little-endian and row by row"
            )
        }
        return tensor
    }

    private static func shape(_ dimensions: [Int], _ file: String) throws(UpdateError) -> Shape {
        guard let shape = Shape(dimensions) else {
            throw UpdateError(.probeFailed, "\(file) is said to have shape \(dimensions), which no tensor has")
        }
        return shape
    }

    /// The model's shape, the one free dimension as the bytes have it.
    private static func derived(
        _ bytes: [UInt8],
        _ file: String,
        _ signature: TensorSignature
    ) throws(UpdateError) -> Shape {
        let free = signature.dimensions.indices.filter { signature.dimensions[$0] == nil }
        guard free.count <= 1 else {
            throw UpdateError(
                .probeFailed,
                "the shape of \(file) cannot be told, since input '\(signature.name)' has \(free.count) free dimensions; "
                    + "say it in the golden test"
            )
        }
        var dimensions = signature.dimensions.map { $0 ?? 1 }
        if let place = free.first, let others = Shape(dimensions)?.count, others > 0 {
            dimensions[place] = elements(bytes, signature.datatype) / others
        }
        return try shape(dimensions, file)
    }

    private static func elements(_ bytes: [UInt8], _ datatype: Datatype) -> Int {
        if let width = datatype.byteWidth { return bytes.count / width }
        var count = 0
        var next = 0
        while let range = bytes.element(at: next) {
            count += 1
            next = range.upperBound
        }
        return count
    }
}
