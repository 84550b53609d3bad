import Foundation
import Testing

@testable import Training

@Suite("BLAS and LAPACK")
struct LinearAlgebraTests {
    /// A library that cannot serve, and a piece of the refusal.
    static let unfit = [
        ("/nowhere/libopenblas.so", "/nowhere/libopenblas.so: cannot open"), ("libm.so.6", "libm.so.6 has no dgemm_"),
        ("/etc/passwd", "/etc/passwd:"),
    ]

    @Test("[training-1] a library that cannot serve is refused with the remedy", arguments: unfit)
    func refusesLibrary(_ path: String, _ message: String) {
        let error = #expect(throws: TrainingError.self) { try LinearAlgebra.load(environment: ["MARRAM_LAPACK": path]) }
        #expect(error?.message.contains(message) == true, "\(String(describing: error))")
        #expect(error?.message.contains("install libopenblas0-pthread") == true)
    }

    @Test("[training-1] an empty MARRAM_LAPACK is none")
    func emptyName() throws {
        #expect(try LinearAlgebra.load(environment: ["MARRAM_LAPACK": ""]).path.hasPrefix("lib"))
    }

    @Test("[training-2] refuses a number of threads that cannot be", arguments: [0, -1, 1025])
    func refusesThreads(_ threads: Int) {
        #expect(throws: TrainingError.self) { try LinearAlgebra.load(environment: [:], threads: threads) }
    }

    /// Flags of processors, and the kernels for them.
    static let processors: [(String, String?)] = [
        ("flags\t\t: fpu avx avx2 fma avx512f avx512cd avx512bw avx512dq avx512vl", "SkylakeX"),
        ("flags\t\t: fpu avx avx2 fma avx512f avx512cd", "Haswell"), ("flags\t\t: fpu avx avx2", nil),
        ("Features\t: fp asimd avx2 fma", nil), ("", nil),
    ]

    @Test("[training-2] kernels are chosen by the processor's flags", arguments: processors)
    func kernels(_ flags: String, _ expected: String?) {
        #expect(ProcessorKernels.named(by: "processor\t: 0\n\(flags)\nbugs\t: avx2\n") == expected)
    }

    @Test("[training-2] an OpenBLAS does not take a newer processor for one of 2004")
    func knowsProcessor() throws {
        let chosen = ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"] ?? ProcessorKernels.best
        guard let kernels = try Sample.algebra().table.kernels, let chosen else { return }
        #expect(kernels == chosen)
    }

    /// The forms of the factors of a product.
    static let forms = [(false, false), (false, true), (true, false), (true, true)]

    @Test("[training-7] multiplies matrices in every form", arguments: forms)
    func multiplies(_ transposesLeft: Bool, _ transposesRight: Bool) throws {
        let algebra = try Sample.algebra()
        let (rows, columns, inner) = (3, 4, 2)
        func left(_ row: Int, _ place: Int) -> Double { Double(row * 10 + place + 1) }
        func right(_ place: Int, _ column: Int) -> Double { Double(place * 7 - column) }
        // Stored with a row more than is used, which must not matter.
        var (leftNumbers, rightNumbers) = ([Double](repeating: .nan, count: 20), [Double](repeating: .nan, count: 20))
        for place in 0..<inner {
            for row in 0..<rows { leftNumbers[transposesLeft ? row * 3 + place : place * 4 + row] = left(row, place) }
            for column in 0..<columns {
                rightNumbers[transposesRight ? place * 5 + column : column * 3 + place] = right(place, column)
            }
        }
        var result = [Double](repeating: 1, count: 13)
        var span = result.mutableSpan
        algebra.multiply(
            leftNumbers.span,
            rightNumbers.span,
            into: &span,
            at: 1,
            Product(
                rows: rows,
                columns: columns,
                inner: inner,
                transposesLeft: transposesLeft,
                transposesRight: transposesRight,
                leftLeading: transposesLeft ? 3 : 4,
                rightLeading: transposesRight ? 5 : 3,
                factor: -2,
                adds: true
            )
        )
        var expected = [1.0]
        for column in 0..<columns {
            for row in 0..<rows {
                expected.append(1 - 2 * (0..<inner).reduce(0) { $0 + left(row, $1) * right($1, column) })
            }
        }
        #expect(result == expected)
    }

    @Test("[training-7] decomposes a symmetric matrix, of which it reads the lower triangle")
    func decomposes() throws {
        let system = try Sample.algebra().decompose([2, 1, .nan, 2], size: 2)
        #expect(largestDifference(system.values, [1, 3]) < 1e-15)
        let root = 0.5.squareRoot()
        #expect(largestDifference(system.vectors.map(abs), [root, root, root, root]) < 1e-15)
        #expect(system.vectors[0] * system.vectors[1] < 0)
        #expect(system.vectors[2] * system.vectors[3] > 0)
    }

    @Test("[training-7] a matrix without eigenvalues is an error, not an answer")
    func refusesMatrix() throws {
        let algebra = try Sample.algebra()
        let wrong = [Double](repeating: .nan, count: 9)
        let found = try? algebra.decompose(wrong, size: 3)
        #expect(found?.values.contains { $0.isFinite } != true)
    }
}
