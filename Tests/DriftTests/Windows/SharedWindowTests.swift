import Drift
import Foundation
import Support
import Testing

/// The windows that are not part of the project; their streams are made anew from their seeds.
private struct SharedWindows: Decodable {
    struct Stream: Decodable {
        let kind: String
        let n: Int
        let seed: UInt64
        let offset: Double?
        let sigma: Double?
        let period: Double?
        let mag: Double?

        /// The kinds that windows are made of; changes are beyond their ends.
        func values() throws -> [Double] {
            var draws = Draws(seed)
            let (sigma, magnitude, period) = (sigma ?? 1, mag ?? 1, period ?? 200)
            return try (0..<n).map { t in
                let value: Double
                switch kind {
                case "none": value = sigma * draws.normal()
                case "seasonal": value = magnitude * sin(2 * Double.pi * Double(t) / period) + sigma * draws.normal()
                case "heavy": value = max(-100, min(100, tan(Double.pi * (draws.unit() - 0.5))))
                case "laplace":
                    let u = draws.unit() - 0.5
                    value = -sigma * (u >= 0 ? 1 : -1) * log(abs(u) < 0.5 ? 1 - 2 * abs(u) : 1e-12)
                default: throw DriftWindowError("a stream of the kind \(kind) is not known here")
                }
                return (((offset ?? 0) + value) * 10_000 + 0.5).rounded(.down) / 10_000
            }
        }
    }

    struct Metrics: Decodable {
        let ksD: Double
        let ksPLimit: Double
        let wasserstein: Double
        let wassersteinNorm: Double
        let psi10: Double
        let js10DistBase2: Double
        let hellinger10: Double
        let refQuantiles10: [Double]
    }

    struct Numeric: Decodable {
        let id: String
        let ref: Stream?
        let cur: Stream?
        let refValues: [Double]?
        let curValues: [Double]?
        let metrics: Metrics
    }

    struct Table: Decodable {
        let id: String
        let refCounts: [Int]
        let curCounts: [Int]
        let chi2: Double
        let dof: Int
        let p: Double
        let psi: Double
        let jsDistBase2: Double
        let linf: Double
        let tv: Double
    }

    struct Rows: Decodable {
        let id: String
        let ref: [[Double]]
        let cur: [[Double]]
        let mmd2UnbiasedRbf: Double
        let rbfTwoSigma2Is2X: Double
        let hotellingT2: Double
        let hotellingF: Double
        let hotellingP: Double
        let pcaK65: Int
        let pcaReconRef: Double
        let pcaReconCur: Double
    }

    let numeric: [Numeric]
    let categorical: [Table]
    let multivariate: [Rows]

    static let path = "../shared/fixtures/drift/windows.json"
    static var isHere: Bool { FileManager.default.fileExists(atPath: path) }

    static func read() throws -> SharedWindows {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(SharedWindows.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }
}

@Suite(.enabled(if: SharedWindows.isHere, "no ../shared/fixtures/drift here"))
struct SharedWindowTests {
    @Test("[drift-51] [drift-53] [drift-54] numbers of the shared records, from raw values and through a baseline")
    func numeric() throws {
        for record in try SharedWindows.read().numeric {
            let values = try record.refValues ?? record.ref?.values() ?? []
            let current = try record.curValues ?? record.cur?.values() ?? []
            let reference = try #require(NumericReference(values))
            let found = try #require(reference.distances(to: current))
            let expected = record.metrics
            #expect(isNear(found.kolmogorovSmirnov.distance, expected.ksD), "\(record.id)")
            #expect(abs(found.kolmogorovSmirnov.probability - expected.ksPLimit) <= 1e-6, "\(record.id)")
            #expect(isNear(found.wasserstein.distance, expected.wasserstein), "\(record.id)")
            #expect(isNear(found.wasserstein.normalised, expected.wassersteinNorm), "\(record.id)")
            #expect(isNear(found.bins.psi, expected.psi10), "\(record.id)")
            #expect(isNear(found.bins.jensenShannon, expected.js10DistBase2), "\(record.id)")
            #expect(abs(found.bins.hellinger - expected.hellinger10) <= 1e-7, "\(record.id)")
            let quantiles = try #require(NumericSummary(values)).quantiles
            #expect(zip(quantiles, expected.refQuantiles10).allSatisfy { isNear($0, $1) }, "\(record.id)")
            let profile = try #require(NumericProfile(values))
            let approximate = try #require(profile.reference.distances(to: current))
            #expect(approximate.bins == found.bins, "\(record.id)")
            let error = abs(approximate.kolmogorovSmirnov.distance - expected.ksD)
            #expect(error <= profile.reference.precision.shareError, "\(record.id)")
        }
    }

    @Test("[drift-56] categories of the shared records")
    func categorical() throws {
        for record in try SharedWindows.read().categorical {
            let shares = try #require(ShareDistances(reference: record.refCounts, current: record.curCounts))
            let test = try #require(ChiSquaredTest(reference: record.refCounts, current: record.curCounts))
            #expect(isNear(shares.psi, record.psi), "\(record.id)")
            #expect(isNear(shares.jensenShannon, record.jsDistBase2), "\(record.id)")
            #expect(isNear(shares.lInfinity, record.linf), "\(record.id)")
            #expect(isNear(shares.totalVariation, record.tv), "\(record.id)")
            #expect(isNear(test.statistic, record.chi2), "\(record.id)")
            #expect(test.degrees == record.dof, "\(record.id)")
            #expect(abs(test.probability - record.p) <= 1e-6, "\(record.id)")
        }
    }

    @Test("[drift-65] [drift-67] [drift-68] rows of the shared records")
    func multivariate() throws {
        for record in try SharedWindows.read().multivariate {
            let (reference, current) = (try RowTable(rows: record.ref), try RowTable(rows: record.cur))
            let components = try PrincipalComponents(reference)
            #expect(components.components.count == record.pcaK65, "\(record.id)")
            let errors = (try #require(components.meanError(reference)), try #require(components.meanError(current)))
            #expect(isNear(errors.0, record.pcaReconRef), "\(record.id)")
            #expect(isNear(errors.1, record.pcaReconCur), "\(record.id)")
            let test = try HotellingTest(reference, current)
            #expect(isNear(test.tSquared, record.hotellingT2), "\(record.id)")
            #expect(isNear(test.f, record.hotellingF), "\(record.id)")
            #expect(abs(test.probability - record.hotellingP) <= 1e-6, "\(record.id)")
            let discrepancy = try MeanDiscrepancy(reference, current)
            #expect(isNear(discrepancy.medianSquaredDistance, record.rbfTwoSigma2Is2X), "\(record.id)")
            #expect(abs(discrepancy.value - record.mmd2UnbiasedRbf) <= 1e-9, "\(record.id)")
        }
    }
}
