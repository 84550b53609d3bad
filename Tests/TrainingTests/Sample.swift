import Foundation
import Tensors
import Training

/// Tables to learn from, and the library that computes.
enum Sample {
    static func algebra(threads: Int = 1) throws -> LinearAlgebra {
        try LinearAlgebra.load(environment: ProcessInfo.processInfo.environment, threads: threads)
    }

    /// Waves of several periods with noise, one phase a field; the same for the same seed.
    ///
    /// `offset` is the mean of all fields, `scales` what field 0, 1 … is multiplied by, again from the start where there
    /// are more fields.
    static func waves(
        rows: Int,
        fields: Int,
        borders: [Int] = [],
        offset: Double = 0,
        scales: [Double] = [1],
        noise: Double = 0.3,
        seed: UInt64 = 7
    ) throws -> TrainingTable {
        var random = SplitMix(seed: seed)
        var numbers: [Double] = []
        for row in 0..<rows {
            for field in 0..<fields {
                let wave = sin(Double(row) / (5 + Double(field))) + 0.5 * cos(Double(row * (field + 2)) / 17)
                let number = wave + noise * Double.random(in: -1...1, using: &random)
                numbers.append(Double(Float(offset + number * scales[field % scales.count])))
            }
        }
        return try TrainingTable(fields: (0..<fields).map { "field \($0)" }, rows: numbers, borders: borders)
    }
}
