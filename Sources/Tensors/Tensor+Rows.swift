extension Tensor {
    /// The places of the elements of some rows; of all without rows.
    public func elements(ofRows rows: Range<Int>?) -> Range<Int> {
        guard let rows, let all = shape.rows, all > 0 else { return 0..<shape.count }
        let width = shape.count / all
        return rows.lowerBound * width..<rows.upperBound * width
    }

    /// The places of the bytes of some rows; of all without rows.
    ///
    /// O(1), for BYTES O(elements).
    public func bytes(ofRows rows: Range<Int>?) -> Range<Int> {
        guard let rows else { return bytes.indices }
        let range = elements(ofRows: rows)
        guard let width = datatype.byteWidth else {
            return start(ofText: range.lowerBound)..<start(ofText: range.upperBound)
        }
        return range.lowerBound * width..<range.upperBound * width
    }

    /// Where the length of an element of BYTES stands.
    public func start(ofText index: Int) -> Int {
        var next = 0
        for _ in 0..<index { next = bytes.element(at: next)?.upperBound ?? next }
        return next
    }
}
