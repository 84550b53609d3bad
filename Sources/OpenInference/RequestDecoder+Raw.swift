import Tensors

extension RequestDecoder {
    /// Fills a request with a body that is the elements of a model's only input; all outputs as binary tensors.
    func decode(raw body: RawSpan, inputs: [TensorSignature], into request: inout InferRequest) throws(InferError) {
        guard inputs.count == 1, let signature = inputs.first else {
            throw InferError(
                .badInput,
                "a body without JSON is for models of one input, this one has \(inputs.count); "
                    + "send the JSON's length in \(BodyEncoding.headerName)"
            )
        }
        let shape = try Self.rawShape(signature, body.byteCount)
        guard shape.count <= limits.elements else {
            throw Self.tooMany(shape, limits.elements, "input \(quoted(signature.name))")
        }
        request.id = nil
        request.replyTo = nil
        request.outputs.removeAll(keepingCapacity: true)
        request.prefersBinary = true
        var memory = request.inputs.isEmpty ? [] : request.inputs[0].takeMemory()
        if signature.datatype == .bytes {
            memory.reserveCapacity(body.byteCount + 4)
            var element: [UInt8] = []
            element.append(body)
            _ = memory.appendElement(element)
        } else {
            memory.append(body)
        }
        let label = TensorLabel(index: 0, name: signature.name)
        let tensor = try Self.binaryTensor(label, signature.name, signature.datatype, shape, memory)
        request.inputs.removeAll(keepingCapacity: true)
        request.inputs.append(tensor)
    }

    /// The shape that makes so many bytes fit: one free dimension takes them all, the first free one of several is 1.
    private static func rawShape(_ signature: TensorSignature, _ bytes: Int) throws(InferError) -> Shape {
        var sizes = signature.dimensions
        if sizes.count(where: { $0 == nil }) > 1, sizes[0] == nil { sizes[0] = 1 }
        let free = sizes.count { $0 == nil }
        let rows = Self.rows(of: bytes, in: sizes, signature.datatype)
        guard free <= 1, let rows, free == 1 || rows == 1, let shape = Shape(sizes.map { $0 ?? rows }) else {
            let expected = signature.wireShape.map(String.init).joined(separator: ",")
            throw InferError(
                .badInput,
                "the body of \(bytes) bytes is not input \(quoted(signature.name)) of \(signature.datatype.rawValue) [\(expected)]; "
                    + "send the shape as JSON, and its length in \(BodyEncoding.headerName)"
            )
        }
        return shape
    }

    /// How often the sizes that are fixed go into so many bytes; nil unless that comes out even.
    private static func rows(of bytes: Int, in sizes: [Int?], _ datatype: Datatype) -> Int? {
        guard let fixed = Shape(sizes.compactMap(\.self))?.count else { return nil }
        guard let width = datatype.byteWidth else { return fixed == 1 ? 1 : nil }
        let (size, overflow) = fixed.multipliedReportingOverflow(by: width)
        guard !overflow, size > 0, bytes.isMultiple(of: size) else { return nil }
        return bytes / size
    }
}
