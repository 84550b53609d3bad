import Anomaly
import Drift
import Foundation
import Support
import Testing
import Training

@testable import Lab

@Suite struct TrainedBaselineTests {
    @Test("[drift-120] baseline.json has what drift is measured against: fields, scores, limits, components, interval")
    func writesProfile() throws {
        let workshop = try Workshop()
        let result = try workshop.train(try workshop.plan([try workshop.waves("a.csv", rows: 1200, gaps: [700])]))
        try result.write(to: workshop.model(), overwrites: false)
        let file = try workshop.bytes("\(workshop.model().path)/baseline.json")
        let profile = try ReferenceProfile(json: file, features: ["a", "b", "sum"])
        #expect(profile.features.map(\.name) == ["a", "b", "sum", "score"])
        #expect(profile.features.map(\.scope) == [.input, .input, .input, .reconstruction])
        #expect(profile.rowCount == 1200 && profile.intervalSeconds == 1)
        #expect(profile.features[2].calibrated[.psi]?.count == 1, "1200 rows are five pieces of 200 and two of 500")
        #expect(profile.multivariate != nil && profile.errorLimits(rows: 200) != nil)
        // No window ends with the first four rows; scores are those of the windows, not smoothed.
        let scores = profile.features[3]
        #expect(scores.missing == 4 && scores.count == 1196)
        let raw = result.model.scores.flatMap(\.scores)
        #expect(scores.numeric?.max == Double(String(format: "%.9g", raw.max() ?? 0)))
        #expect(profile.profileID == result.baseline.profileID && profile.profileID.count == 16)
        #expect(try workshop.model().readBaseline() == result.baseline)
    }

    @Test("[drift-120] with --stride only the scores that count are there, and a field called score keeps its name")
    func stride() throws {
        let workshop = try Workshop()
        let rows = (0..<80).map { "\(sin(Double($0))),\(cos(Double($0) / 3))" }
        var plan = try workshop.plan([
            try workshop.folder.write((["score,x"] + rows).joined(separator: "\n"), to: "a.csv")
        ])
        plan.stride = 4
        let profile = try ReferenceProfile(json: try workshop.train(plan).trained.json)
        #expect(profile.features.map(\.name) == ["score", "x", "score_"])
        #expect(profile.features[2].count == 19 && profile.features[2].missing == 61)
        #expect(profile.intervalSeconds == nil)
    }

    @Test("[drift-121] the identifier is the digest of all of the file but itself and the time")
    func identifier() throws {
        let workshop = try Workshop()
        let file = try workshop.waves("a.csv", rows: 200)
        let first = try workshop.train(try workshop.plan([file])).trained
        let again = try workshop.train(try workshop.plan([file]), created: 5_000_000).trained
        #expect(first.baseline.profileID == again.baseline.profileID && first.json != again.json)
        // The same training, described otherwise in the part on drift alone.
        let set = try TrainingSet(try workshop.plan([file]))
        let scores = [Double](repeating: 1, count: 200)
        #expect(try TrainedBaseline(first.baseline, set, scores).baseline.profileID != first.baseline.profileID)
    }

    @Test("[drift-122] more fields than a profile can hold make a model without a part on drift, and a warning")
    func tooMany() throws {
        let workshop = try Workshop()
        let names = (0..<512).map { "f\($0)" }
        let rows = (0..<12).map { row in names.indices.map { "\((row &* 31 &+ $0 &* 7) % 13)" }.joined(separator: ",") }
        let text = ([names.joined(separator: ",")] + rows).joined(separator: "\n")
        let plan = try workshop.plan([try workshop.folder.write(text, to: "a.csv")], window: 2)
        let result = try workshop.train(plan)
        #expect(result.warnings.contains { $0.contains("holds nothing that drift is measured against: 513 columns") })
        #expect(result.baseline.fields.count == 512)
        let profile = try ReferenceProfile(json: result.trained.json)
        #expect(profile.windowSizes.isEmpty)
    }
}
