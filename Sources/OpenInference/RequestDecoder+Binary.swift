import Tensors

extension RequestDecoder {
    /// Takes the bytes of the next binary tensor.
    static func take(
        _ size: Int,
        of blob: RawSpan,
        _ binary: inout BinaryTensors,
        _ label: TensorLabel,
        into memory: inout [UInt8]
    ) throws(InferError) {
        guard binary.isAllowed else {
            throw InferError(
                .badInput,
                "\(label) has 'binary_data_size', but the body is JSON alone; "
                    + "send the JSON's length in \(BodyEncoding.headerName)"
            )
        }
        guard size <= binary.left else {
            throw InferError(
                .badInput,
                "\(label): binary_data_size is \(size), but \(binary.left) bytes are left behind the JSON"
            )
        }
        memory.append(blob.extracting(binary.next..<binary.next + size))
        binary.next += size
    }

    /// A tensor of bytes from outside.
    ///
    /// - Throws: `bad_input` where they are not what shape and datatype say, or hold NaN or an infinity.
    static func binaryTensor(
        _ label: TensorLabel,
        _ name: String,
        _ datatype: Datatype,
        _ shape: Shape,
        _ bytes: consuming [UInt8]
    ) throws(InferError) -> Tensor {
        let size = bytes.count
        guard let tensor = Tensor(name: name, datatype: datatype, shape: shape, bytes: bytes) else {
            throw InferError(.badInput, "\(label): \(mismatch(size, datatype, shape))")
        }
        if let place = tensor.firstNonFinite() {
            throw InferError(.badInput, "\(label): element \(place) is NaN or infinite; send finite numbers")
        }
        return tensor
    }

    private static func mismatch(_ size: Int, _ datatype: Datatype, _ shape: Shape) -> String {
        switch (datatype, datatype.byteWidth) {
        case (.bytes, _):
            "the \(size) bytes of BYTES are not \(shape.count) elements, each behind its length in 4 bytes, little-endian"
        case (.bool, _) where size == shape.count: "a byte of BOOL is neither 0 nor 1"
        case (_, let width):
            "binary_data_size is \(size), \(datatype.rawValue) \(shape) takes \(width.flatMap { shape.size(width: $0) } ?? "more than can be counted")"
        }
    }
}

extension Shape {
    /// The number of bytes of all elements, for a message; nil where it overflows.
    fileprivate func size(width: Int) -> String? {
        let (size, overflow) = count.multipliedReportingOverflow(by: width)
        return overflow ? nil : "\(size)"
    }
}
