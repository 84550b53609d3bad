import Glibc

/// Finds the file that a configured path means.
public enum ModelFile {
    /// The path itself, or `model.onnx` in it when it is a folder.
    ///
    /// - Throws: `modelMissing` when there is no readable file.
    public static func resolve(_ path: String) throws(InferenceError) -> String {
        guard let mode = mode(of: path) else { throw missing(path) }
        guard mode & S_IFMT == S_IFDIR else { return try readable(path, mode) }
        let file = path.hasSuffix("/") ? path + "model.onnx" : path + "/model.onnx"
        guard let inner = self.mode(of: file) else {
            throw InferenceError(
                .modelMissing,
                "the folder \(path) holds no model.onnx: put it there, or name the file"
            )
        }
        return try readable(file, inner)
    }

    private static func readable(_ file: String, _ mode: mode_t) throws(InferenceError) -> String {
        guard mode & S_IFMT == S_IFREG else {
            throw InferenceError(.modelMissing, "\(file) is not a file: name an ONNX file or the folder that holds it")
        }
        guard unsafe access(file, R_OK) == 0 else {
            throw InferenceError(.modelMissing, "\(file) cannot be read: give this user the right to", cause: reason())
        }
        return file
    }

    private static func mode(of path: String) -> mode_t? {
        var found = stat()
        return unsafe stat(path, &found) == 0 ? found.st_mode : nil
    }

    private static func missing(_ path: String) -> InferenceError {
        InferenceError(.modelMissing, "\(path) is not there: correct the path or put the model there", cause: reason())
    }

    private static func reason() -> String {
        unsafe String(cString: strerror(errno))
    }
}
