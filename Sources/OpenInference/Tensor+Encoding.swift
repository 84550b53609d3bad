import Tensors

extension Tensor {
    /// Appends the tensor, or some of its rows, as an element of `outputs` or `inputs` in JSON.
    ///
    /// - Throws: which element is NaN or infinite and may not be null, or is not UTF-8; part of the tensor is appended.
    func encode(rows: Range<Int>?, nonFinite: NonFinitePolicy, into bytes: inout [UInt8]) throws(UnwritableElement) {
        encodeHead(rows: rows, into: &bytes)
        bytes.appendRaw(#","data":["#)
        let range = elements(ofRows: rows)
        switch datatype {
        case .bytes: try encodeTexts(range, into: &bytes)
        case .bool: encodeBooleans(range, into: &bytes)
        case .uint8: encode(range, into: &bytes) { (value: UInt8, output) in output.appendNumber(value) }
        case .uint16: encode(range, into: &bytes) { (value: UInt16, output) in output.appendNumber(value) }
        case .uint32: encode(range, into: &bytes) { (value: UInt32, output) in output.appendNumber(value) }
        case .uint64: encode(range, into: &bytes) { (value: UInt64, output) in output.appendNumber(value) }
        case .int8: encode(range, into: &bytes) { (value: Int8, output) in output.appendNumber(value) }
        case .int16: encode(range, into: &bytes) { (value: Int16, output) in output.appendNumber(value) }
        case .int32: encode(range, into: &bytes) { (value: Int32, output) in output.appendNumber(value) }
        case .int64: encode(range, into: &bytes) { (value: Int64, output) in output.appendNumber(value) }
        case .fp16:
            try checkFinite(range, nonFinite)
            encode(range, into: &bytes) { (value: Float16, output) in output.appendNumber(value) }
        case .bf16:
            try checkFinite(range, nonFinite)
            encode(range, into: &bytes) { (value: BFloat16, output) in output.appendNumber(Float(value)) }
        case .fp32:
            try checkFinite(range, nonFinite)
            encode(range, into: &bytes) { (value: Float, output) in output.appendNumber(value) }
        case .fp64:
            try checkFinite(range, nonFinite)
            encode(range, into: &bytes) { (value: Double, output) in output.appendNumber(value) }
        }
        bytes.append(Ascii.closeBracket)
        bytes.append(Ascii.closeBrace)
    }

    /// Appends the tensor, or some of its rows, as an element of `outputs` whose bytes stand behind the JSON.
    func encodeBinaryHead(rows: Range<Int>?, into bytes: inout [UInt8]) {
        encodeHead(rows: rows, into: &bytes)
        let size = self.bytes(ofRows: rows).count
        bytes.appendRaw(#","parameters":{"binary_data_size":"#)
        bytes.appendNumber(size)
        bytes.appendRaw("}}")
    }

    /// Appends the elements, or those of some rows, as they are.
    func encodeBinary(rows: Range<Int>?, into bytes: inout [UInt8]) {
        bytes.append(contentsOf: self.bytes[self.bytes(ofRows: rows)])
    }

    private func encodeHead(rows: Range<Int>?, into bytes: inout [UInt8]) {
        bytes.appendRaw(#"{"name":"#)
        bytes.appendQuoted(name)
        bytes.appendRaw(#","shape":["#)
        for place in shape.indices {
            if place > 0 { bytes.append(Ascii.comma) }
            bytes.appendNumber(place == 0 ? rows?.count ?? shape[0] : shape[place])
        }
        bytes.appendRaw(#"],"datatype":""#)
        bytes.appendRaw(datatype.rawValue)
        bytes.append(Ascii.quote)
    }

    /// Appends numbers with commas between them.
    @inline(__always)
    private func encode<Element: TensorElement>(
        _ range: Range<Int>,
        into bytes: inout [UInt8],
        _ write: (Element, inout OutputSpan<UInt8>) -> Void
    ) {
        let span = self.bytes.span
        // Some hundred at a time: the room for each is more than most of them take.
        var next = range.lowerBound
        while next < range.upperBound {
            let end = min(next + 256, range.upperBound)
            bytes.append(addingCapacity: (end - next) * (NumberText.room + 1)) { output in
                for index in next..<end {
                    if index > range.lowerBound { output.append(Ascii.comma) }
                    write(unsafe span.bytes.element(index, Element.self), &output)
                }
            }
            next = end
        }
    }

    /// Throws the first NaN or infinity among some elements, where they are an error.
    func checkFinite(_ range: Range<Int>, _ nonFinite: NonFinitePolicy) throws(UnwritableElement) {
        guard nonFinite == .error, let place = firstNonFinite(in: range) else { return }
        throw .notFinite(word(nonFinite: place), at: place - range.lowerBound)
    }

    private func encodeBooleans(_ range: Range<Int>, into bytes: inout [UInt8]) {
        for index in range {
            if index > range.lowerBound { bytes.append(Ascii.comma) }
            bytes.appendRaw(self.bytes[index] == 0 ? "false" : "true")
        }
    }

    private func encodeTexts(_ range: Range<Int>, into bytes: inout [UInt8]) throws(UnwritableElement) {
        var next = start(ofText: range.lowerBound)
        for index in range {
            guard let place = self.bytes.element(at: next) else { return }
            if index > range.lowerBound { bytes.append(Ascii.comma) }
            let text = self.bytes[place]
            guard bytes.appendQuoted(validating: text) else { throw .notUTF8(at: index - range.lowerBound) }
            next = place.upperBound
        }
    }

    private func word(nonFinite place: Int) -> String {
        let value: Double? =
            switch datatype {
            case .fp16: values(as: Float16.self).map { Double($0[place]) }
            case .bf16: values(as: BFloat16.self).map { Double(Float($0[place])) }
            case .fp32: values(as: Float.self).map { Double($0[place]) }
            default: values(as: Double.self)?[place]
            }
        guard let value, !value.isNaN else { return "NaN" }
        return value < 0 ? "-Infinity" : "Infinity"
    }
}

extension RawSpan {
    /// The element at a place of a tensor's bytes.
    @inline(__always)
    fileprivate func element<Element: TensorElement>(_ index: Int, _ type: Element.Type) -> Element {
        unsafe unsafeLoadUnaligned(fromByteOffset: index &* MemoryLayout<Element>.size, as: type)
    }
}
