/// The version that an ONNX file says it has.
enum OnnxVersion {
    /// ModelProto's `model_version`; nil where it says none.
    ///
    /// - Throws: `probe_failed` for what is no ONNX model.
    static func read(_ path: String) throws(UpdateError) -> Int64? {
        let handle = try BundleFile(path).duplicate()
        let size = try BundleFile(path).size
        var file = ProtobufFile(size: size) { count, offset throws(UpdateError) in try handle.read(count, at: offset) }
        var position: Int64 = 0
        var version: Int64?
        while position < size {
            let field = try file.field(&position, end: size)
            if field.number == 5, case .varint(let number) = field.content { version = Int64(bitPattern: number) }
        }
        return version.flatMap { $0 > 0 && $0 < .max ? $0 : nil }
    }
}
