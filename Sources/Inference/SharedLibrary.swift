import Glibc

/// A library file that was tried as an ONNX Runtime.
enum SharedLibrary {
    /// Nothing stands at the path.
    case absent
    /// Something stands there that cannot serve.
    case unfit(InferenceError)
    /// An ONNX Runtime: its table and its version.
    case runtime(OrtTable, version: String)

    /// Loads a library, by path or by a name for the system's search.
    ///
    /// A library that serves is never unloaded: it keeps threads and thread-local data.
    static func load(_ path: String) -> SharedLibrary {
        if path.contains("/"), unsafe access(path, F_OK) != 0 { return .absent }
        // Builds of ONNX Runtime from 1.29 on report home as soon as they are loaded, unless this stands before.
        unsafe setenv("ORT_DISABLE_TELEMETRY", "1", 1)
        guard let handle = unsafe dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
            let reason = unsafe dlerror().map { unsafe String(cString: $0) } ?? "no reason given"
            if !path.contains("/"), reason.hasPrefix("\(path): cannot open") { return .absent }
            return .unfit(unusable(path, cause: reason))
        }
        guard let entry = unsafe dlsym(handle, "OrtGetApiBase") else {
            unsafe dlclose(handle)
            return .unfit(unusable(path, cause: "it has no OrtGetApiBase"))
        }
        typealias Base = UnsafePointer<UnsafeRawPointer?>
        typealias GetTable = @convention(c) (UInt32) -> UnsafePointer<UnsafeRawPointer>?
        typealias GetVersion = @convention(c) () -> UnsafePointer<CChar>?
        let base = unsafe unsafeBitCast(entry, to: (@convention(c) () -> Base?).self)()
        guard let base = unsafe base, let first = unsafe base[0], let second = unsafe base[1] else {
            return .unfit(unusable(path, cause: "OrtGetApiBase gave nothing back"))
        }
        let version =
            unsafe unsafeBitCast(second, to: GetVersion.self)().map { unsafe String(cString: $0) } ?? "unknown"
        guard let table = unsafe unsafeBitCast(first, to: GetTable.self)(OrtTable.version) else {
            return .unfit(
                InferenceError(
                    .libraryTooOld,
                    "\(path) is ONNX Runtime \(version); 1.\(OrtTable.version) or later is needed: "
                        + OnnxRuntime.remedy
                )
            )
        }
        return .runtime(unsafe OrtTable(table), version: version)
    }

    private static func unusable(_ path: String, cause: String) -> InferenceError {
        InferenceError(
            .libraryInvalid,
            "\(path) is not an ONNX Runtime library for this machine: \(OnnxRuntime.remedy)",
            cause: cause
        )
    }
}
