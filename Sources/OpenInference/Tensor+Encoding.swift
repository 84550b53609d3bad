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
        case .uint8: encodeIntegers(UInt8.self, range, into: &bytes)
        case .uint16: encodeIntegers(UInt16.self, range, into: &bytes)
        case .uint32: encodeIntegers(UInt32.self, range, into: &bytes)
        case .uint64: encodeIntegers(UInt64.self, range, into: &bytes)
        case .int8: encodeIntegers(Int8.self, range, into: &bytes)
        case .int16: encodeIntegers(Int16.self, range, into: &bytes)
        case .int32: encodeIntegers(Int32.self, range, into: &bytes)
        case .int64: encodeIntegers(Int64.self, range, into: &bytes)
        case .fp16: try encodeFloats(range, nonFinite, into: &bytes) { (value: Float16) in (value, value.isFinite) }
        case .bf16:
            try encodeFloats(range, nonFinite, into: &bytes) { (value: BFloat16) in (Float(value), value.isFinite) }
        case .fp32: try encodeFloats(range, nonFinite, into: &bytes) { (value: Float) in (value, value.isFinite) }
        case .fp64: try encodeFloats(range, nonFinite, into: &bytes) { (value: Double) in (value, value.isFinite) }
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

    private func encodeIntegers<Element: TensorElement & FixedWidthInteger>(
        _ type: Element.Type,
        _ range: Range<Int>,
        into bytes: inout [UInt8]
    ) {
        let span = self.bytes.span
        for index in range {
            if index > range.lowerBound { bytes.append(Ascii.comma) }
            bytes.appendNumber(unsafe span.bytes.element(index, type))
        }
    }

    private func encodeFloats<Element: TensorElement, Written: JSONFloat>(
        _ range: Range<Int>,
        _ nonFinite: NonFinitePolicy,
        into bytes: inout [UInt8],
        _ number: (Element) -> (Written, isFinite: Bool)
    ) throws(UnwritableElement) {
        let span = self.bytes.span
        for index in range {
            if index > range.lowerBound { bytes.append(Ascii.comma) }
            let (value, isFinite) = number(unsafe span.bytes.element(index, Element.self))
            if isFinite {
                bytes.appendNumber(value)
            } else {
                guard nonFinite == .null else {
                    let word = value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity"
                    throw .notFinite(word, at: index - range.lowerBound)
                }
                bytes.appendRaw("null")
            }
        }
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
}

extension RawSpan {
    /// The element at a place of a tensor's bytes.
    @inline(__always)
    fileprivate func element<Element: TensorElement>(_ index: Int, _ type: Element.Type) -> Element {
        unsafe unsafeLoadUnaligned(fromByteOffset: index &* MemoryLayout<Element>.size, as: type)
    }
}
