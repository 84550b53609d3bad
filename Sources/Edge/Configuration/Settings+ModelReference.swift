public import Recipes

extension Settings {
    /// A model to serve, and where it lies.
    public struct ModelReference: Sendable {
        /// The name that requests use.
        public internal(set) var name: Name
        /// The absolute path of a folder with `model.onnx`, of an `.onnx` file or of a bundle's `.tar`; it need not exist.
        public internal(set) var path: String
        /// Where the path is configured.
        public internal(set) var origin: Origin

        /// True for a bundle's archive, which is unpacked before it can be loaded.
        var isArchive: Bool { path.hasSuffix(".tar") }
    }
}
