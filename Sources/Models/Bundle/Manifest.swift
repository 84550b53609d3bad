public import FoundationEssentials

/// What a bundle is and needs: `manifest.json`, read and checked.
///
/// Its bytes, not this value, are what is signed and what names the bundle.
public struct Manifest: Sendable, Equatable {
    /// The model's name: 1 to 64 of `A-Za-z0-9_.-`.
    public var name: String
    /// The version, for people: 1 to 64 characters of `A-Za-z0-9_.-`.
    public var version: String
    /// When it was made.
    public var created: Date?
    /// After this time it may not be installed; nil: it always may.
    public var expires: Date?
    /// What may never fall on a device once a bundle with it was confirmed: 0 or more.
    public var securityVersion = 0
    /// What a device must have.
    public var requires = Requirements()
    /// 1 to 256 files with names of their own, `model.onnx` among them.
    public var files: [File]
    /// The inputs and outputs that the model must have; nil: any.
    public var ports: Ports?
    /// Inputs with the outputs that must come of them; at most 64.
    public var tests: [GoldenTest] = []
    /// What it must hold to before it is confirmed.
    public var gates = Gates()
    /// Where it comes from, for people; at most 64 entries.
    public var provenance: [String: String] = [:]

    /// Makes one from its parts, which are taken as they are.
    public init(name: String, version: String, files: [File]) {
        self.name = name
        self.version = version
        self.files = files
    }

    /// The bytes of all files together.
    public var byteCount: Int64 { files.reduce(0) { $0 + $1.size } }
}

extension Manifest {
    /// A file of a bundle.
    public struct File: Sendable, Equatable {
        /// Its name in the flat folder: 1 to 128 of `A-Za-z0-9._-`, not beginning with a dot.
        public var path: String
        /// Bytes.
        public var size: Int64
        /// SHA-256, 32 bytes.
        public var sha256: [UInt8]
        /// Bytes of each chunk but the last; nil: the file is one chunk.
        public var chunk: Int64?
        /// The SHA-256 of each chunk, 32 bytes each; empty where `chunk` is nil.
        public var chunks: [[UInt8]]
        /// Where it lies, relative to the manifest; nil: under its path.
        public var url: String?

        /// Makes one from its parts, which are taken as they are.
        public init(
            path: String,
            size: Int64,
            sha256: [UInt8],
            chunk: Int64? = nil,
            chunks: [[UInt8]] = [],
            url: String? = nil
        ) {
            self.path = path
            self.size = size
            self.sha256 = sha256
            self.chunk = chunk
            self.chunks = chunks
            self.url = url
        }
    }

    /// What a device must have.
    public struct Requirements: Sendable, Equatable {
        /// A lowest version such as `>=0.3`; nil: any.
        public var marram: String?
        /// A lowest version of ONNX Runtime such as `>=1.20`; nil: any.
        public var ort: String?
        /// The highest operator set that the model uses; nil: not said.
        public var opsetMax: Int?
        /// Machine names as `uname -m` says them; empty: any.
        public var arch: [String] = []
        /// Patterns with `*` for the node's hardware name; empty: any.
        public var hardware: [String] = []
        /// Memory that must be available, MiB; nil: any.
        public var ramMiB: Int?

        /// Nothing is needed.
        public init() {}
    }

    /// Inputs and outputs.
    public struct Ports: Sendable, Equatable {
        /// What the model takes.
        public var inputs: [Port]
        /// What it gives.
        public var outputs: [Port]

        /// Makes one from its parts, which are taken as they are.
        public init(inputs: [Port], outputs: [Port]) {
            self.inputs = inputs
            self.outputs = outputs
        }
    }

    /// An input or output.
    public struct Port: Sendable, Equatable {
        /// Its name in the model.
        public var name: String
        /// As in the Open Inference Protocol, `FP32` for one.
        public var datatype: String
        /// -1 for a dimension of any size.
        public var shape: [Int]

        /// Makes one from its parts, which are taken as they are.
        public init(name: String, datatype: String, shape: [Int]) {
            self.name = name
            self.datatype = datatype
            self.shape = shape
        }
    }

    /// Inputs and what must come of them.
    public struct GoldenTest: Sendable, Equatable {
        /// Files of raw little-endian tensors by the name of the input.
        public var inputs: [String: TensorFile]
        /// The same for outputs, with tolerances.
        public var outputs: [String: Expectation]

        /// Makes one from its parts, which are taken as they are.
        public init(inputs: [String: TensorFile], outputs: [String: Expectation]) {
            self.inputs = inputs
            self.outputs = outputs
        }
    }

    /// A file with a tensor's bytes.
    public struct TensorFile: Sendable, Equatable {
        /// One of the bundle's files.
        public var file: String
        /// Its shape; nil: the port's, with the one free dimension as the bytes have it.
        public var shape: [Int]?

        /// Makes one from its parts, which are taken as they are.
        public init(file: String, shape: [Int]? = nil) {
            self.file = file
            self.shape = shape
        }
    }

    /// A file with the expected bytes of an output; |found - expected| <= atol + rtol * |expected|.
    public struct Expectation: Sendable, Equatable {
        /// One of the bundle's files.
        public var file: String
        /// Its shape; nil: the port's.
        public var shape: [Int]?
        /// Absolute tolerance, finite, 0 or more.
        public var atol: Double
        /// Relative tolerance, finite, 0 or more.
        public var rtol: Double

        /// Makes one from its parts, which are taken as they are.
        public init(file: String, shape: [Int]? = nil, atol: Double = 1e-5, rtol: Double = 1e-4) {
            self.file = file
            self.shape = shape
            self.atol = atol
            self.rtol = rtol
        }
    }

    /// What a model must hold to on its way to being confirmed; nil: not asked.
    public struct Gates: Sendable, Equatable {
        /// Longest time to load, seconds.
        public var loadSeconds: Double?
        /// Largest 99th percentile of a run in the probe, milliseconds.
        public var probeP99Milliseconds: Double?
        /// Most memory of the probe, MiB.
        public var rssMiB: Int?
        /// While it is a shadow.
        public var shadow = Shadow()
        /// While it is on trial.
        public var trial = Trial()

        /// Nothing is asked.
        public init() {}
    }

    /// Shadow: the model sees copies of live inputs, and nobody sees its answers.
    public struct Shadow: Sendable, Equatable {
        /// Fewest compared answers.
        public var minRequests: Int?
        /// Smallest share of answers that agree, 0 to 1.
        public var agreement: Double?

        /// Makes one from its parts, which are taken as they are.
        public init() {}
    }

    /// Trial: the model serves, and can be taken back.
    public struct Trial: Sendable, Equatable {
        /// Largest share of answers that are errors, 0 to 1.
        public var errorRate: Double?
        /// Largest ratio of its 99th percentile to that of the model before.
        public var p99Ratio: Double?
        /// `no_major`: no drift of severity major meanwhile.
        public var drift: String?

        /// Makes one from its parts, which are taken as they are.
        public init() {}
    }
}
