/// BLAS and LAPACK, found and loaded at run time: only training needs them.
///
/// Loaded rather than linked, as ONNX Runtime is: a device that never trains neither maps 30 MB of OpenBLAS nor needs it
/// installed.
public final class LinearAlgebra: Sendable {
    /// Where the library was found: a path, or the name that the system's search resolved.
    public let path: String
    /// The threads that one call uses; 1 where the library does not say.
    public let threads: Int

    let table: FortranTable

    static let remedy =
        "install libopenblas0-pthread (or liblapack3), or set MARRAM_LAPACK to the path of a library with BLAS and LAPACK"

    private init(path: String, table: FortranTable, threads: Int) {
        self.path = path
        self.table = table
        self.threads = table.setThreads(threads) ? threads : 1
    }

    /// Finds and loads the library.
    ///
    /// The one in `MARRAM_LAPACK` is the only one tried; without it OpenBLAS, then the LAPACK of the system, which
    /// brings its BLAS.
    ///
    /// - Parameters:
    ///   - environment: The environment, for `MARRAM_LAPACK`.
    ///   - threads: The threads of one call, where the library can be told; results are the same bits for the same
    ///     number only. OpenBLAS has one number for the whole process: the last one loaded with counts.
    /// - Returns: The library, set to the threads.
    /// - Throws: what was tried and the remedy.
    public static func load(
        environment: [String: String],
        threads: Int = 1
    ) throws(TrainingError) -> LinearAlgebra {
        guard (1...1024).contains(threads) else {
            throw TrainingError("\(threads) threads were asked for; there must be 1 to 1024")
        }
        let named = environment["MARRAM_LAPACK"].flatMap { $0.isEmpty ? nil : [$0] }
        let candidates = named ?? ["libopenblas.so.0", "liblapack.so.3"]
        var reasons: [String] = []
        for path in candidates {
            switch FortranTable.load(path) {
            case .success(let table): return LinearAlgebra(path: path, table: table, threads: threads)
            case .failure(let error): reasons.append(error.message)
            }
        }
        throw TrainingError("training needs BLAS and LAPACK (\(reasons.joined(separator: "; "))): \(remedy)")
    }
}
