import Glibc

/// The routines of BLAS and LAPACK that are used, by their Fortran names, with whole numbers of 32 bits.
///
/// Every call into the library is made in this type's files. Texts are passed as Fortran wants them: by address, with
/// their length behind all other arguments.
///
/// `@unchecked Sendable`: the addresses are constant for as long as the process lives (the library is never unloaded),
/// and the routines may run in several threads at once.
@safe
struct FortranTable: @unchecked Sendable {
    /// A routine that must be there.
    enum Routine: String, CaseIterable {
        case dgemm = "dgemm_"
        case sgemm = "sgemm_"
        case dsyevd = "dsyevd_"

        fileprivate var place: Int {
            switch self {
            case .dgemm: 0
            case .sgemm: 1
            case .dsyevd: 2
            }
        }
    }

    /// The addresses, in the order of the routines.
    private let addresses: [UnsafeMutableRawPointer]
    private let threadSetter: UnsafeMutableRawPointer?
    /// The kernels that an OpenBLAS has chosen, such as `SkylakeX`; nil where it is another library.
    let kernels: String?

    /// Loads a library, by path or by a name for the system's search; it is never unloaded, for it keeps threads.
    static func load(_ path: String) -> Result<FortranTable, TrainingError> {
        // An OpenBLAS older than the processor takes it for one of 2004. It reads this as it is loaded; a choice of the
        // user's stays (0: what stands there is not replaced).
        if let kernels = ProcessorKernels.best { unsafe setenv("OPENBLAS_CORETYPE", kernels, 0) }
        guard let handle = unsafe dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
            let reason = unsafe dlerror().map { unsafe String(cString: $0) } ?? "\(path): no reason given"
            return .failure(TrainingError(reason))
        }
        var addresses: [UnsafeMutableRawPointer] = unsafe []
        for routine in Routine.allCases {
            guard let address = unsafe dlsym(handle, routine.rawValue) else {
                unsafe dlclose(handle)
                return .failure(TrainingError("\(path) has no \(routine.rawValue)"))
            }
            unsafe addresses.append(address)
        }
        typealias CoreName = @convention(c) () -> UnsafePointer<CChar>?
        let kernels = unsafe dlsym(handle, "openblas_get_corename").flatMap { address in
            unsafe unsafeBitCast(address, to: CoreName.self)().map { unsafe String(cString: $0) }
        }
        let setter = unsafe dlsym(handle, "openblas_set_num_threads")
        return .success(unsafe FortranTable(addresses: addresses, threadSetter: setter, kernels: kernels))
    }

    /// A routine as a function; `type` must be its signature.
    func function<T>(_ routine: Routine, as type: T.Type) -> T {
        unsafe unsafeBitCast(addresses[routine.place], to: type)
    }

    /// Sets the threads of one call; false where the library cannot be told.
    func setThreads(_ count: Int) -> Bool {
        guard let setter = unsafe threadSetter else { return false }
        unsafe unsafeBitCast(setter, to: (@convention(c) (Int32) -> Void).self)(Int32(clamping: count))
        return true
    }
}
