/// What an ONNX file says of itself, found without loading it: a file of any size is read a page at a time.
public struct OnnxInspection: Sendable, Equatable {
    /// The operator sets that it imports, by domain; the default one is "".
    public internal(set) var opsets: [String: Int64] = [:]
    /// Files that hold some of its numbers.
    public internal(set) var externalFiles: Set<String> = []
    /// The domains of its operators, functions of its own left out.
    public internal(set) var domains: Set<String> = []
    /// Whether an operator holds a program for one accelerator, which may name a file.
    public internal(set) var isCompiled = false
    /// What `marram train` calls the kind of model; nil: something else has made it.
    public internal(set) var family: String?

    /// Domains whose operators ONNX Runtime itself has.
    static let knownDomains: Set<String> = [
        "", "ai.onnx", "ai.onnx.ml", "ai.onnx.training", "ai.onnx.preview", "ai.onnx.preview.training", "com.microsoft",
        "com.microsoft.experimental", "com.microsoft.nchwc", "com.ms.internal.nhwc",
    ]

    init() {}

    /// Looks through the bytes of a file.
    ///
    /// - Throws: `probeFailed` for what is no ONNX model.
    public init(_ bytes: [UInt8]) throws(UpdateError) {
        var walk = OnnxWalk(
            ProtobufFile(size: Int64(bytes.count)) { count, offset in
                Array(bytes[Int(offset)..<min(Int(offset) + count, bytes.count)])
            }
        )
        self = try walk.model()
    }

    /// Looks through a file.
    ///
    /// - Throws: `probeFailed` for what is no ONNX model, or why it cannot be read.
    public init(path: String) throws(UpdateError) { try self.init(BundleFile(path)) }

    /// Looks through an open file.
    ///
    /// - Throws: `probeFailed` for what is no ONNX model, or why it cannot be read.
    init(_ file: borrowing BundleFile) throws(UpdateError) {
        let handle = try file.duplicate()
        var walk = OnnxWalk(
            ProtobufFile(size: file.size) { count, offset throws(UpdateError) in try handle.read(count, at: offset) }
        )
        self = try walk.model()
    }

    /// Refuses a model that reaches beyond its bundle.
    ///
    /// - Throws: `badPath` where numbers lie in a file that is not the bundle's, `requires` where an operator is in none of
    ///   ONNX Runtime's own libraries or is a program for one accelerator, or `opset_max` is lower than what is used.
    public func check(_ manifest: Manifest) throws(UpdateError) {
        let paths = Set(manifest.files.map(\.path))
        if let outside = externalFiles.sorted().first(where: { !paths.contains($0) }) {
            throw UpdateError(
                .badPath,
                "\(BundlePath.model) takes numbers from '\(outside)', which is not one of the bundle's files; put that file "
                    + "beside it under a plain name, or save the model with its numbers in it"
            )
        }
        if let custom = domains.subtracting(Self.knownDomains).min() {
            throw UpdateError(
                .requires,
                "\(BundlePath.model) uses operators of '\(custom)', which ONNX Runtime has only by a library of their own; "
                    + "export it with standard operators"
            )
        }
        guard !isCompiled else {
            throw UpdateError(
                .requires,
                "\(BundlePath.model) holds a program for one accelerator (EPContext); use the model that it was made of"
            )
        }
        let opset = max(opsets[""] ?? 0, opsets["ai.onnx"] ?? 0)
        if let most = manifest.requires.opsetMax, opset > most {
            throw UpdateError(
                .requires,
                "\(BundlePath.model) uses operator set \(opset), and the manifest says \(most) at most; make the bundle again"
            )
        }
    }
}
