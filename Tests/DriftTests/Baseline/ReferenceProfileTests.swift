import Drift
import Foundation
import Support
import Testing

@Suite struct ReferenceProfileTests {
    static let digest = String(repeating: "ab", count: 32)
    static let model = ReferenceProfile.Model(name: "press", sha256: digest)

    static func columns(_ rows: Int = 1200) -> [ReferenceColumn] {
        var draws = Draws(21)
        var level = 0.0
        let temperature = (0..<rows).map { _ in
            level = 0.8 * level + draws.normal()
            return 20 + level
        }
        let pressure = temperature.map { 2 * $0 + draws.normal() }
        var flow = draws.normals(rows, mean: 5, sd: 0.1)
        flow[3] = .nan
        flow[4] = .infinity
        let modes = (0..<rows).map { row in row.isMultiple(of: 50) ? nil : ["run", "idle", "clean"][row % 7 % 3] }
        let open = (0..<rows).map { Double($0 / 5 % 2) }
        return [
            ReferenceColumn("temperature", .numeric(temperature)),
            ReferenceColumn("mode", .categorical(modes)),
            ReferenceColumn("pressure", .numeric(pressure)),
            ReferenceColumn("flow", .numeric(flow)),
            ReferenceColumn("open", .boolean(open)),
            ReferenceColumn("score", .numeric(draws.normals(rows).map(abs)), scope: .reconstruction),
        ]
    }

    static func profile(_ columns: [ReferenceColumn] = Self.columns()) throws -> ReferenceProfile {
        var choice = ReferenceProfile.Choice()
        choice.windowSizes = [100, 200, 500]
        choice.errorRate = 0.02
        choice.intervalSeconds = 0.5
        return try ReferenceProfile(
            columns: columns,
            model: model,
            profileID: "0123",
            created: "2026-01-01T00:00:00Z",
            choice: choice
        )
    }

    @Test("[drift-77] what is written is read again, and written the same, byte for byte")
    func roundTrip() throws {
        let profile = try Self.profile()
        let json = try profile.json()
        let read = try ReferenceProfile(
            json: json,
            modelSHA256: Self.digest.uppercased(),
            features: ["temperature", "mode", "pressure", "flow", "open"]
        )
        #expect(read == profile)
        #expect(try read.json() == json)
        #expect(try Self.profile().json() == json)
        #expect(read.features.map(\.name) == ["temperature", "mode", "pressure", "flow", "open", "score"])
        #expect(read.errorRate == 0.02)
        #expect(read.intervalSeconds == 0.5)
    }

    @Test("[drift-78] a feature's numbers are numpy's", arguments: WindowRecords.numeric)
    func numbers(_ record: WindowRecords.Numeric) throws {
        let profile = try #require(NumericProfile(record.reference))
        #expect(profile.reference.edges == record.edges)
        #expect(profile.reference.binCounts == record.binCounts)
        #expect(isNear(profile.mean, record.mean, 1e-8))
        #expect(abs(profile.deviation - record.sd) <= 1e-8 * max(1, record.sd))
        #expect(abs(profile.lag1 - record.lag1) <= 2e-6)
        for (found, expected) in zip(profile.quantiles, record.quantiles) { #expect(isNear(found, expected, 1e-5)) }
        #expect(profile.isIntegerValued == record.reference.allSatisfy { $0 == $0.rounded() })
        let sample = try #require(Optional(profile.sample))
        #expect(sample.count == min(256, record.reference.count))
        #expect(sample == sample.sorted())
    }

    @Test("[drift-79] missing, infinite and equal values are counted apart")
    func counts() throws {
        let features = try Self.profile().features
        #expect(features[3].missing == 1)
        #expect(features[3].nonFinite == 1)
        #expect(features[3].count == 1198)
        #expect(features[1].missing == 24)
        #expect(features[1].categories?.names.sorted() == ["clean", "idle", "run"])
        #expect(features[1].categories?.isComplete == true)
        #expect(features[4].categories?.counts == [600, 600, 0])
        #expect(features[4].longestRun == 5)
        #expect(features[0].longestRun == 1)
        #expect((features[0].numeric?.lag1 ?? 0) > 0.7)
        #expect(features[5].scope == .reconstruction)
    }

    @Test("[drift-80] of many categories the most frequent are kept by name, and long names are not")
    func categories() throws {
        let names = (0..<2000).map { "c\($0 / 30 + 10)" } + [String(repeating: "x", count: 65), "__other__"]
        let profile = try Self.profile([ReferenceColumn("c", .categorical(names))])
        let categories = try #require(profile.features[0].categories)
        #expect(categories.names.count == 50)
        #expect(categories.counts.last == 502)
        #expect(!categories.isComplete)
        #expect(categories.count == 2002)
        #expect(categories.names.contains("c59"))
        #expect(categories.place(of: "__other__") == 50)
        #expect(try ReferenceProfile(json: profile.json()) == profile)
    }

    @Test("[drift-81] limits are the mean and three deviations over pieces of training")
    func calibrated() throws {
        let values = Self.columns()[0]
        guard case .numeric(let numbers) = values.values else { return }
        let profile = try Self.profile([values])
        let feature = profile.features[0]
        let reference = try #require(feature.numeric?.reference)
        let statistics = try (0..<6).map { piece in
            try #require(reference.distances(to: Array(numbers[piece * 200..<(piece + 1) * 200])))[.psi] ?? .nan
        }
        let mean = statistics.reduce(0, +) / 6
        let sd = (statistics.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 6).squareRoot()
        #expect(feature.calibrated[.psi]?.count == 2, "1200 rows have no five pieces of 500")
        #expect(isNear(feature.calibrated[.psi]?[1] ?? 0, mean + 3 * sd, 1e-3))
        let limits = profile.limits(.psi, of: feature, rows: 300)
        #expect(limits.warning == feature.calibrated[.psi]?[1])
        #expect(isNear(limits.drift, 2.5 * limits.warning))
        #expect(profile.limits(.psi, of: feature, rows: 700) == limits)
    }

    @Test("[drift-62] [drift-82] without enough rows the limits are the usual ones, and PSI's know about chance")
    func uncalibrated() throws {
        let profile = try Self.profile(Self.columns(300))
        let feature = profile.features[0]
        let small = profile.limits(.psi, of: feature, rows: 50)
        #expect(isNear(small.warning, 0.1 + 9 * (1 / 50 + 1 / 300.0)))
        #expect(profile.limits(.kolmogorovSmirnov, of: feature, rows: 50) == WindowLimits(warning: 0.1, drift: 0.2))
    }

    @Test(
        "[drift-81] windows smaller than any calibrated one have the higher limits, and none lies beyond the largest value"
    )
    func bounds() throws {
        let profile = try Self.profile()
        let feature = profile.features[0]
        let first = try #require(feature.calibrated[.kolmogorovSmirnov]?.first)
        #expect(first > 0.1 && profile.limits(.kolmogorovSmirnov, of: feature, rows: 50).warning == first)
        let wild = WindowLimits(calibrated: 1.06, for: .kolmogorovSmirnov)
        #expect(wild == WindowLimits(warning: 0.95, drift: 0.975))
        #expect(WindowLimits(calibrated: 0.7, for: .jensenShannon) == WindowLimits(warning: 0.7, drift: 0.85))
        #expect(WindowLimits(calibrated: 5, for: .psi).drift == 12.5)
    }

    @Test("[drift-81] training that was the same in every piece does not make trifles alarms")
    func floor() throws {
        let profile = try Self.profile([ReferenceColumn("a", .numeric((0..<1200).map { Double($0 % 100) }))])
        #expect(profile.features[0].calibrated[.psi]?.allSatisfy { $0 < 0.001 } == true)
        let limits = profile.limits(.psi, of: profile.features[0], rows: 200)
        #expect(limits.warning >= 0.02)
        let almost = WindowLimits(calibrated: 1e-9, for: .kolmogorovSmirnov)
        #expect(almost == WindowLimits(warning: 0.02, drift: 0.04))
    }

    @Test("[drift-81] windows like training raise no drift, a shift does")
    func detection() throws {
        let profile = try Self.profile()
        let feature = profile.features[0]
        let reference = try #require(feature.numeric?.reference)
        guard case .numeric(let numbers) = Self.columns()[0].values else { return }
        for start in [150, 390, 777] {
            let distances = try #require(reference.distances(to: Array(numbers[start..<start + 200])))
            for judgement in profile.judge(distances, of: feature, rows: 200) {
                guard case .measured(let value, let limits) = judgement.signal else { continue }
                #expect(value < limits.drift, "\(judgement.statistic) from \(start)")
            }
        }
        let shifted = try #require(reference.distances(to: numbers[0..<200].map { $0 + 6 }))
        for judgement in profile.judge(shifted, of: feature, rows: 200) {
            guard case .measured(let value, let limits) = judgement.signal else {
                Issue.record("\(judgement.statistic) is quiet")
                continue
            }
            #expect(value > limits.drift, "\(judgement.statistic)")
        }
    }

    @Test("[drift-83] how inputs vary together survives the file, and a broken relation stands out")
    func multivariate() throws {
        let profile = try ReferenceProfile(json: Self.profile().json())
        let together = try #require(profile.multivariate)
        #expect(together.components.features == 3)
        #expect(together.calibrated.count == 2, "two rows of 1200 are not whole, and five pieces of 500 are not there")
        guard case .numeric(let first) = Self.columns()[0].values else { return }
        var window = MultivariateWindow(together.components, span: try WindowSpan(size: 200))
        for row in 0..<200 { _ = window.add([first[row], 2 * first[row], 5]) }
        let usual = try #require(window.meanError())
        for row in 0..<200 { _ = window.add([first[row], 80 - 2 * first[row], 5]) }
        let parted = try #require(window.meanError())
        #expect(usual <= together.calibrated[1])
        #expect(parted > together.calibrated[1])
        let limits = try #require(profile.errorLimits(rows: 499))
        #expect(limits.warning == together.calibrated[1])
        #expect(isNear(limits.drift - limits.warning, limits.warning - together.meanError))
        #expect(profile.errorLimits(rows: 99) == nil)
    }

    @Test("[drift-83] one input, or too few rows, have no components")
    func noMultivariate() throws {
        #expect(try Self.profile([Self.columns()[0]]).multivariate == nil)
        let few = Self.columns(49)
        #expect(try Self.profile(few).multivariate == nil)
    }

    @Test(
        "[drift-84] huge, constant and single values make finite profiles",
        arguments: [
            [1e308, -1e308, 1.7e308, -1.7e308], [3, 3, 3], [7], [1e-300, 2e-300], [.nan, 5, .infinity],
            [0, -0.0, .leastNonzeroMagnitude],
        ]
    )
    func bad(values: [Double]) throws {
        let profile = try Self.profile([ReferenceColumn("a", .numeric(values))])
        let numeric = try #require(profile.features[0].numeric)
        #expect(numeric.deviation.isFinite)
        #expect(numeric.mean.isFinite)
        #expect(abs(numeric.lag1) <= 1.01)
        let json = try profile.json()
        #expect(try ReferenceProfile(json: json) == profile)
        #expect(try ReferenceProfile(json: json).json() == json)
        let finite = values.filter { $0.isFinite }
        #expect(numeric.reference.distances(to: finite)?.bins.psi == 0)
    }

    @Test("[drift-84] rows that cannot be profiled are refused")
    func refused() throws {
        let good = ReferenceColumn("a", .numeric([1, 2]))
        let bad: [[ReferenceColumn]] = [
            [], [ReferenceColumn("a", .numeric([]))], [ReferenceColumn("a", .numeric([.nan, .infinity]))],
            [ReferenceColumn("a", .categorical([nil]))], [ReferenceColumn("a", .boolean([2]))], [good, good],
            [good, ReferenceColumn("b", .numeric([1]))],
        ]
        for columns in bad {
            #expect(throws: BaselineError.self) { try Self.profile(columns) }
        }
        var choice = ReferenceProfile.Choice()
        choice.windowSizes = [500, 200]
        #expect(throws: BaselineError.self) {
            try ReferenceProfile(columns: [good], model: Self.model, profileID: "", created: "", choice: choice)
        }
    }
}
