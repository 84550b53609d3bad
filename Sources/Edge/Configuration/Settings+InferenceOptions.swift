public import OpenInference

extension Settings {
    /// How models are run.
    public struct InferenceOptions: Sendable {
        /// The ONNX Runtime library: an absolute path, or a bare file name for the system's search; nil to look for it.
        public internal(set) var library: String?
        /// Threads within one run: 1 to 256; nil to choose by the machine.
        public internal(set) var intraThreads: Int?
        /// Requests put into one run: 1 to 4096; nil to choose by load.
        public internal(set) var maxBatch: Int?
        /// Runs before a model serves: 0 to 1000.
        public internal(set) var warmUp: Int
        /// What an answer in JSON says of NaN and infinities: an error, or null.
        public internal(set) var nonFinite: NonFinitePolicy
        /// Bytes that a new model may take while it is probed: 128 MiB to 1 TiB.
        public internal(set) var probeMemory: Int
        /// How long the probe of a new model may take: 1 s to 1 h.
        public internal(set) var probeTimeout: Duration
    }
}
