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
        case dsyrk = "dsyrk_"
        case sgemm = "sgemm_"
        case dsytrd = "dsytrd_"
        case dsterf = "dsterf_"
        case dstemr = "dstemr_"
        case dormtr = "dormtr_"
    }

    private let addresses: [UnsafeMutableRawPointer]
    private let threadSetter: UnsafeMutableRawPointer?

    /// Loads a library, by path or by a name for the system's search; it is never unloaded, for it keeps threads.
    static func load(_ path: String) -> Result<FortranTable, TrainingError> {
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
        let setter = unsafe dlsym(handle, "openblas_set_num_threads")
        return .success(unsafe FortranTable(addresses: addresses, threadSetter: setter))
    }

    /// Sets the threads of one call; false where the library cannot be told.
    func setThreads(_ count: Int) -> Bool {
        guard let setter = unsafe threadSetter else { return false }
        unsafe unsafeBitCast(setter, to: (@convention(c) (Int32) -> Void).self)(Int32(clamping: count))
        return true
    }
}
