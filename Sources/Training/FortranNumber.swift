/// A number that BLAS computes with.
protocol FortranNumber: BinaryFloatingPoint, BitwiseCopyable {
    /// The routine that multiplies matrices of such numbers.
    static var multiplication: FortranTable.Routine { get }
}

extension Double: FortranNumber {
    static let multiplication = FortranTable.Routine.dgemm
}

extension Float: FortranNumber {
    static let multiplication = FortranTable.Routine.sgemm
}
