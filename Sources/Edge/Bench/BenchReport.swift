import Foundation

/// What a bench has measured; times in microseconds, memory in MiB.
public struct BenchReport: Sendable, Encodable {
    /// The model that was measured.
    public struct Model: Sendable, Encodable {
        /// As it was called.
        public let name: String
        /// Where it lies.
        public let file: String
        /// The version under which it would be served.
        public let version: String
        /// The size of the file in bytes.
        public let bytes: Int
    }

    /// Where it was measured.
    public struct Machine: Sendable, Encodable {
        /// The architecture, such as `x86_64`.
        public let arch: String
        /// Processors that this process may use.
        public let processors: Int
        /// Its memory.
        public let memoryMib: Int
        /// The version of ONNX Runtime.
        public let onnxruntime: String
    }

    /// Runs of one row with one thread, one after another.
    public struct Latency: Sendable, Encodable {
        /// The number of runs.
        public let runs: Int
        /// Half of them were quicker.
        public let p50Us: Double
        /// Nine of ten were quicker.
        public let p90Us: Double
        /// All but one of a hundred were quicker.
        public let p99Us: Double
        /// The mean.
        public let meanUs: Double
    }

    /// Runs of so many rows.
    public struct Batch: Sendable, Encodable {
        /// The number of rows.
        public let rows: Int
        /// The median of a run.
        public let runUs: Double
        /// What a row takes of it.
        public let rowUs: Double
        /// Rows in a second.
        public let rowsPerSecond: Double
    }

    /// Runs of one row with so many threads.
    public struct Threads: Sendable, Encodable {
        /// The number of threads.
        public let threads: Int
        /// The median of a run.
        public let p50Us: Double
        /// Times as quick as one thread.
        public let speedUp: Double
    }

    /// Resident memory of the process; nil where it cannot be read.
    public struct Memory: Sendable, Encodable {
        /// Before the model was loaded.
        public let beforeLoadMib: Int?
        /// After it was loaded.
        public let afterLoadMib: Int?
        /// After runs of all sizes, with one thread.
        public let afterRunsMib: Int?
    }

    /// What a node would do by these figures.
    public struct Choice: Sendable, Encodable {
        /// Most rows that it would join.
        public let batchCap: Int
        /// Threads within one run.
        public let threads: Int
        /// True: the model would run on a thread of its own.
        public let ownThread: Bool
    }

    /// The model that was measured.
    public let model: Model
    /// Where it was measured.
    public let machine: Machine
    /// One row.
    public let latency: Latency
    /// One row and more.
    public let batch: [Batch]
    /// One thread and more.
    public let threads: [Threads]
    /// What it takes of the memory.
    public let memory: Memory
    /// What follows.
    public let choice: Choice
    /// What must be known to read the figures, in sentences.
    public let notes: [String]

    /// The report as JSON, indented, with sorted members.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
