extension Tensor {
    /// The place of the first NaN or infinity among the elements in `range`; nil where all are finite.
    ///
    /// O(n).
    public func firstNonFinite(in range: Range<Int>? = nil) -> Int? {
        let range = range ?? 0..<shape.count
        return switch datatype {
        case .fp16: first(range, UInt16.self) { $0 & 0x7C00 == 0x7C00 }
        case .bf16: first(range, UInt16.self) { $0 & 0x7F80 == 0x7F80 }
        case .fp32: first(range, UInt32.self) { $0 & 0x7F80_0000 == 0x7F80_0000 }
        case .fp64: first(range, UInt64.self) { $0 & 0x7FF0_0000_0000_0000 == 0x7FF0_0000_0000_0000 }
        default: nil
        }
    }

    @inline(__always)
    private func first<Bits: FixedWidthInteger & BitwiseCopyable>(
        _ range: Range<Int>,
        _ type: Bits.Type,
        _ isFound: (Bits) -> Bool
    ) -> Int? {
        let span = bytes.span
        let width = MemoryLayout<Bits>.size
        for index in range where isFound(unsafe span.bytes.unsafeLoadUnaligned(fromByteOffset: index * width, as: type))
        {
            return index
        }
        return nil
    }
}
