/// The eigenvalues and eigenvectors of a symmetric matrix.
struct EigenSystem {
    /// In ascending order.
    let values: [Double]
    /// One after the other, in the order of the values, each of length 1.
    let vectors: [Double]
}

extension LinearAlgebra {
    private typealias Count = UnsafePointer<Int32>

    /// Decomposes a symmetric matrix by divide and conquer (LAPACK's dsyevd).
    ///
    /// Of the matrix, size x size numbers, column after column, only the lower triangle is read. Throws when the library
    /// finds no solution.
    func decompose(_ matrix: consuming [Double], size: Int) throws(TrainingError) -> EigenSystem {
        precondition(size > 0 && matrix.count == size * size, "the matrix is not square")
        var vectors = matrix
        var values = [Double](repeating: 0, count: size)
        var best = (numbers: 0.0, integers: Int32(0))
        var asked = unsafe withUnsafeMutablePointer(to: &best.numbers) { numbers in
            unsafe withUnsafeMutablePointer(to: &best.integers) { integers in
                unsafe call(&vectors, &values, size, numbers, -1, integers, -1)
            }
        }
        if asked == 0 {
            var numbers = [Double](repeating: 0, count: Int(best.numbers))
            var integers = [Int32](repeating: 0, count: Int(best.integers))
            asked = unsafe call(
                &vectors,
                &values,
                size,
                &numbers,
                Int32(numbers.count),
                &integers,
                Int32(integers.count)
            )
        }
        guard asked == 0 else {
            throw TrainingError(
                "LAPACK's dsyevd found no eigenvalues of the \(size) x \(size) covariance (info \(asked)): are there "
                    + "readings of absurd size? Correct them, or try another library by MARRAM_LAPACK"
            )
        }
        return EigenSystem(values: values, vectors: vectors)
    }

    /// Calls dsyevd and returns its `info`; a size of -1 asks for the memory that is needed.
    private func call(
        _ vectors: inout [Double],
        _ values: inout [Double],
        _ size: Int,
        _ numbers: UnsafeMutablePointer<Double>,
        _ numberCount: Int32,
        _ integers: UnsafeMutablePointer<Int32>,
        _ integerCount: Int32
    ) -> Int32 {
        typealias Decompose =
            @convention(c) (
                UnsafePointer<CChar>, UnsafePointer<CChar>, Count, UnsafeMutablePointer<Double>, Count,
                UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>, Count, UnsafeMutablePointer<Int32>, Count,
                UnsafeMutablePointer<Int32>, Int, Int
            ) -> Void
        var (order, numberCount, integerCount, info) = (Int32(size), numberCount, integerCount, Int32(0))
        let decompose = unsafe table.function(.dsyevd, as: Decompose.self)
        unsafe decompose(
            "V",
            "L",
            &order,
            &vectors,
            &order,
            &values,
            numbers,
            &numberCount,
            integers,
            &integerCount,
            &info,
            1,
            1
        )
        return info
    }
}
