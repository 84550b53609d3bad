/// The ONNX Runtime library of this process, found and loaded at run time.
///
/// Its telemetry is switched off before it is loaded, and it writes nothing to standard error but what is fatal.
public final class OnnxRuntime: Sendable {
    /// The library's version, such as `1.31.1`.
    public let version: String
    /// Where it was found: a path, or the name that the system's search resolved.
    public let path: String

    let table: OrtTable
    let environment: OrtHandle<OrtKind.Environment>
    let memory: OrtHandle<OrtKind.MemoryInfo>

    static let remedy =
        "run helpers/setup.sh, install libonnxruntime1.21, or set MARRAM_ONNXRUNTIME to the library's path"

    private init(path: String, version: String, table: OrtTable) throws(InferenceError) {
        do {
            environment = try table.makeEnvironment()
            memory = try table.makeMemoryInfo()
        } catch {
            throw InferenceError(.libraryInvalid, "\(path) does not start: \(Self.remedy)", cause: error.message)
        }
        self.path = path
        self.version = version
        self.table = table
    }

    /// Finds and loads the library.
    ///
    /// A configured path, or else the one in `MARRAM_ONNXRUNTIME`, is the only one tried. Without either it is looked
    /// for beside the program and in its `lib`, then where the system keeps libraries, then where `helpers/setup.sh`
    /// puts it below the current directory; what cannot serve is passed over and named if nothing else is found.
    ///
    /// - Parameters:
    ///   - library: The configured path; nil or empty when there is none.
    ///   - environment: The environment, for `MARRAM_ONNXRUNTIME`.
    ///   - programDirectory: The folder of the running program.
    /// - Returns: The library, ready to load models.
    /// - Throws: `libraryMissing`, `libraryInvalid` or `libraryTooOld`, with all that was tried and the remedy.
    public static func load(
        library: String?,
        environment: [String: String],
        programDirectory: String?
    ) throws(InferenceError) -> OnnxRuntime {
        let named = [library, environment["MARRAM_ONNXRUNTIME"]].compactMap { $0 }.first { !$0.isEmpty }
        let candidates = named.map { [$0] } ?? places(programDirectory: programDirectory)
        var firstUnfit: InferenceError?
        for path in candidates {
            switch SharedLibrary.load(path) {
            case .absent: continue
            case .unfit(let error): firstUnfit = firstUnfit ?? error
            case .runtime(let table, let version):
                return try OnnxRuntime(path: path, version: version, table: table)
            }
        }
        throw firstUnfit
            ?? InferenceError(
                .libraryMissing,
                "the ONNX Runtime library was not found (tried \(candidates.joined(separator: ", "))): \(remedy)"
            )
    }

    /// Where the library is looked for when no path was given, in this order.
    static func places(programDirectory: String?) -> [String] {
        // Debian's library carries the minor version in its name.
        let names = ["libonnxruntime.so.1", "libonnxruntime.so", "libonnxruntime.so.1.21"]
        let beside = programDirectory.map { folder in
            ["\(folder)/libonnxruntime.so.1", "\(folder)/lib/libonnxruntime.so.1"]
        }
        return (beside ?? []) + names + [".marram/onnxruntime/libonnxruntime.so.1"]
    }
}
