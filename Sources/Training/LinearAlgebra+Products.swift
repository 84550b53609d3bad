extension LinearAlgebra {
    /// Multiplies two matrices; the result stands column after column, without gaps, from `start` on.
    func multiply<Number: FortranNumber>(
        _ left: Span<Number>,
        _ right: Span<Number>,
        into result: inout MutableSpan<Number>,
        at start: Int = 0,
        _ product: Product
    ) {
        let (first, second) = (product.left, product.right)
        precondition(first.extent <= left.count && second.extent <= right.count, "a factor is too small")
        precondition(start >= 0 && product.rows * product.columns <= result.count - start, "the result is too small")
        guard product.rows > 0, product.columns > 0 else { return }
        unsafe left.withUnsafeBufferPointer { left in
            unsafe right.withUnsafeBufferPointer { right in
                unsafe result.withUnsafeMutableBufferPointer { result in
                    guard let left = left.baseAddress, let right = right.baseAddress,
                        let result = result.baseAddress
                    else { return }
                    unsafe call(Number.multiplication, product, left, right, result + start, Number.self)
                }
            }
        }
    }

    /// Calls dgemm or sgemm, which differ in nothing but the numbers behind the addresses.
    private func call<Number: FortranNumber>(
        _ routine: FortranTable.Routine,
        _ product: Product,
        _ left: UnsafeRawPointer,
        _ right: UnsafeRawPointer,
        _ result: UnsafeMutableRawPointer,
        _ number: Number.Type
    ) {
        typealias Count = UnsafePointer<Int32>
        typealias Letter = UnsafePointer<CChar>
        typealias Multiply =
            @convention(c) (
                Letter, Letter, Count, Count, Count, UnsafeRawPointer, UnsafeRawPointer, Count, UnsafeRawPointer, Count,
                UnsafeRawPointer, UnsafeMutableRawPointer, Count, Int, Int
            ) -> Void
        var leftForm = CChar(UInt8(ascii: product.transposesLeft ? "T" : "N"))
        var rightForm = CChar(UInt8(ascii: product.transposesRight ? "T" : "N"))
        var (rows, columns, inner) = (Int32(product.rows), Int32(product.columns), Int32(product.inner))
        var (leftLeading, rightLeading) = (Int32(product.left.leading), Int32(product.right.leading))
        var (factor, kept): (Number, Number) = (Number(product.factor), product.adds ? 1 : 0)
        unsafe table.function(routine, as: Multiply.self)(
            &leftForm,
            &rightForm,
            &rows,
            &columns,
            &inner,
            &factor,
            left,
            &leftLeading,
            right,
            &rightLeading,
            &kept,
            result,
            &rows,
            1,
            1
        )
    }
}
