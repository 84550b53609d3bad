import Foundation
import Support
import Testing

@testable import Training

/// What Python's onnx, onnxruntime and numpy say to a trained model.
struct PythonCheck: Decodable, Sendable {
    /// The recipe of the window autoencoder, done in numpy.
    struct Recipe: Decodable, Sendable {
        let mean: [Double]
        let deviation: [Double]
        let centre: [Double]
        let covariance: [[Double]]
        let components: Int
        let explained: Double
        let projector: [[Double]]
        let scores: [Double]
    }

    /// A size, or the name of one that is free.
    enum Size: Decodable, Sendable, Equatable {
        case fixed(Int)
        case free(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let size = try? container.decode(Int.self) {
                self = .fixed(size)
            } else {
                self = .free(try container.decode(String.self))
            }
        }
    }

    let operators: [String]
    let metadata: [String: String]
    let producer: String
    let opset: Int
    let shapes: [String: [Size]]
    let score: [Double]
    let single: [Double]
    let none: [Double]
    let reconstruction: [Double]
    let fieldErrors: [[Double]]
    let recipe: Recipe?

    private struct Table: Encodable {
        let rows: [[Double]]
        let segments: [[Int]]
        let window: Int
        let energy: Double?

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(rows, forKey: .rows)
            try container.encode(segments, forKey: .segments)
            try container.encode(window, forKey: .window)
            try container.encode(energy, forKey: .energy)
        }

        enum Key: String, CodingKey { case rows, segments, window, energy }
    }

    static let python = Project.root.appending(path: ".marram/venv/bin/python").path

    /// Whether helpers/setup.sh has made the Python of the tests.
    static let isPossible = FileManager.default.isExecutableFile(atPath: python)

    /// Runs Tests/Fixtures/check_training.py on a model; with `energy` it also does the recipe.
    static func run(_ model: TrainedModel, on table: TrainingTable, energy: Double? = nil) async throws -> PythonCheck {
        let folder = try TemporaryFolder()
        let width = table.fields.count
        let input = Table(
            rows: (0..<table.rowCount).map { Array(table.rows[$0 * width..<($0 + 1) * width]) },
            segments: table.segments.map { [$0.lowerBound, $0.upperBound] },
            window: model.window,
            energy: energy
        )
        try JSONEncoder().encode(input).write(to: folder.url.appending(path: "table.json"))
        try Data(model.onnx).write(to: folder.url.appending(path: "model.onnx"))
        let script = Project.root.appending(path: "Tests/Fixtures/check_training.py").path
        let one = ["OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"]
        let done = try await Command([python, script, folder.url.path], environment: one).run(limit: .seconds(120))
        guard done.code == 0 else { throw SupportError("check_training.py failed: \(done.errors)") }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(PythonCheck.self, from: Data(done.output.utf8))
    }
}
