import Tensors

extension Tensor {
    /// Appends the tensor as an element of `outputs`.
    ///
    /// - Throws: `internal` where an element is NaN or infinite, with part of the tensor appended.
    func encode(into bytes: inout [UInt8]) throws(InferError) {
        bytes.appendRaw(#"{"name":"#)
        bytes.appendQuoted(name)
        bytes.appendRaw(#","shape":["#)
        for (index, dimension) in shape.dimensions.enumerated() {
            if index > 0 { bytes.append(Ascii.comma) }
            bytes.appendNumber(Int64(dimension))
        }
        bytes.appendRaw(#"],"datatype":"#)
        bytes.appendQuoted(datatype.rawValue)
        bytes.appendRaw(#","data":["#)
        switch elements {
        case .fp32(let values):
            for index in values.indices {
                let value = values[index]
                guard value.isFinite else { throw notFinite(value, index) }
                if index > 0 { bytes.append(Ascii.comma) }
                bytes.appendNumber(value)
            }
        case .int64(let values):
            for index in values.indices {
                if index > 0 { bytes.append(Ascii.comma) }
                bytes.appendNumber(values[index])
            }
        }
        bytes.append(Ascii.closeBracket)
        bytes.append(Ascii.closeBrace)
    }

    private func notFinite(_ value: Float, _ index: Int) -> InferError {
        let found = value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity"
        return InferError(
            .internal,
            "output \(quoted(name)) is \(found) at element \(index); JSON has no number for it, "
                + "so the model must be mended or given other inputs"
        )
    }
}
