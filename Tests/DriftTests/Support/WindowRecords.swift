import Foundation
import Testing

/// What numpy and scipy say of windows; made by Tests/Fixtures/make_windows.py.
enum WindowRecords {
    struct Numeric: Decodable, Sendable, CustomTestStringConvertible {
        let id: String
        let reference: [Double]
        let current: [Double]
        let edges: [Double]
        let binCounts: [Int]
        let ks: Double
        let ksP: Double
        let wasserstein: Double
        let wassersteinNormalised: Double
        let psi: Double
        let js: Double
        let hellinger: Double
        let linf: Double
        let tv: Double
        let mean: Double
        let sd: Double
        let quantiles: [Double]
        let lag1: Double

        var testDescription: String { id }
    }

    struct Table: Decodable, Sendable, CustomTestStringConvertible {
        let id: String
        let reference: [Int]
        let current: [Int]
        let chi2: Double
        let degrees: Int
        let p: Double
        let psi: Double
        let js: Double
        let linf: Double
        let tv: Double

        var testDescription: String { id }
    }

    struct Missing: Decodable, Sendable {
        let referenceMissing: Int
        let referenceRows: Int
        let missing: Int
        let rows: Int
        let z: Double
        let p: Double
    }

    struct Categories: Decodable, Sendable {
        let tables: [Table]
        let missing: [Missing]
    }

    struct Rows: Decodable, Sendable, CustomTestStringConvertible {
        let id: String
        let share: Double
        let reference: [[Double]]
        let current: [[Double]]
        let kept: Int
        let eigenvalues: [Double]
        let t2: [Double]
        let q: [Double]
        let referenceError: Double
        let currentError: Double
        let hotellingT2: Double?
        let hotellingF: Double?
        let hotellingP: Double?
        let mmd2: Double
        let median: Double

        var testDescription: String { id }
    }

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let numeric: [Numeric] = read("numeric", [Numeric].self) ?? []
    static let categories = read("categories", Categories.self)
    static let rows: [Rows] = read("multivariate", [Rows].self) ?? []

    private static func read<Record: Decodable>(_ name: String, _ type: Record.Type) -> Record? {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let path = root.appendingPathComponent("Tests/Fixtures/drift/windows-\(name).json")
        return try? decoder.decode(type, from: Data(contentsOf: path))
    }
}

/// Whether a number is another one to nine digits, or to 1e-12 near 0.
func isNear(_ found: Double, _ expected: Double, _ tolerance: Double = 1e-9) -> Bool {
    abs(found - expected) <= max(1e-12, tolerance * expected.magnitude)
}
