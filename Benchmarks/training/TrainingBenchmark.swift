import Foundation
import Training

/// Times one task, and prints the seconds of every repetition as JSON.
///
///     training linear ROWS.f32 FIELDS THREADS REPETITIONS
///     training dense ROWS.f32 FIELDS THREADS EPOCHS WINDOW BATCH ACTIVATION HIDDEN...
///
/// A dense repetition is one epoch, on average over all of them, with the making of the model around them.
@main
struct TrainingBenchmark {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count >= 5, let fields = Int(arguments[2]), let threads = Int(arguments[3]),
            let count = Int(arguments[4])
        else { throw TrainingError("usage: see TrainingBenchmark.swift") }
        let table = try read(arguments[1], fields: fields)
        let algebra = try LinearAlgebra.load(environment: ProcessInfo.processInfo.environment, threads: threads)
        let seconds: [Double]
        switch arguments[0] {
        case "linear": seconds = try linear(table, algebra, repetitions: count)
        case "dense": seconds = [try dense(table, algebra, epochs: count, Array(arguments.dropFirst(5)))]
        default: throw TrainingError("\(arguments[0]) is no task")
        }
        print(String(decoding: try JSONEncoder().encode(seconds), as: UTF8.self))
    }

    private static func read(_ path: String, fields: Int) throws -> TrainingTable {
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        let numbers = stride(from: 0, to: bytes.count - 3, by: 4).map { place in
            let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << (8 * UInt32($1)) }
            return Double(Float(bitPattern: bits))
        }
        return try TrainingTable(fields: (0..<fields).map { "field\($0)" }, rows: numbers)
    }

    private static func seconds(_ body: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        return try clock.measure(body) / .seconds(1)
    }

    /// The whole fit: components, scores of all windows, and the ONNX file, which the peer does not write.
    private static func linear(
        _ table: TrainingTable,
        _ algebra: LinearAlgebra,
        repetitions: Int
    ) throws -> [Double] {
        let options = try WindowAutoencoder.Options()
        return try (0..<repetitions + 3).map { _ in
            try seconds { _ = try WindowAutoencoder.fit(table, options, with: algebra) }
        }.suffix(repetitions)
    }

    private static func dense(
        _ table: TrainingTable,
        _ algebra: LinearAlgebra,
        epochs: Int,
        _ rest: [String]
    ) throws -> Double {
        guard rest.count >= 4, let window = Int(rest[0]), let batch = Int(rest[1]),
            let activation = Activation(rawValue: rest[2])
        else { throw TrainingError("usage: see TrainingBenchmark.swift") }
        var options = DenseAutoencoder.Options(window: window, hidden: rest.dropFirst(3).compactMap { Int($0) })
        options.activation = activation
        options.batch = batch
        options.epochs = epochs
        options.validationShare = 0
        return try seconds { _ = try DenseAutoencoder.fit(table, options, with: algebra) } / Double(epochs)
    }
}
