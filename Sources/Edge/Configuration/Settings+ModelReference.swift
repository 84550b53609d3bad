public import Recipes

extension Settings {
    /// A model to serve, and where it lies.
    public struct ModelReference: Sendable {
        /// The name that requests use.
        public internal(set) var name: Name
        /// The absolute path of a folder with `model.onnx`, or of an `.onnx` file; it need not exist.
        public internal(set) var path: String
        /// Where the path is configured.
        public internal(set) var origin: Origin
    }
}
