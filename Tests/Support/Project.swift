public import Foundation

/// Where things are in a checkout.
public enum Project {
    /// The package's folder.
    public static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The ONNX Runtime library that `helpers/setup.sh` has put there or found; nil: the system's is to be used.
    public static var onnxRuntime: String? {
        if let named = ProcessInfo.processInfo.environment["MARRAM_ONNXRUNTIME"] { return named }
        let path = root.appendingPathComponent(".marram/onnxruntime/libonnxruntime.so.1").path
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    /// Labelled sensor data that some tests look at besides; nil where there is none.
    public static var data: String? {
        let path = root.deletingLastPathComponent().appendingPathComponent("shared/data").path
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    /// A model that only tests use.
    public static func fixture(_ model: String) -> String {
        root.appendingPathComponent("Tests/Fixtures/models/\(model).onnx").path
    }

    /// A built program: in `MARRAM_BIN_DIR`, else beside the running tests.
    public static func program(_ name: String) throws -> String {
        let folder =
            ProcessInfo.processInfo.environment["MARRAM_BIN_DIR"].map { URL(fileURLWithPath: $0) }
            ?? URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let path = folder.appendingPathComponent(name).path
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw SupportError("\(path) is not built; run swift build first, or set MARRAM_BIN_DIR")
        }
        return path
    }
}
