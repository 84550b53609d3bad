import Anomaly
import Drift
import Foundation
import Support
import Testing

@Suite struct SharedFileTests {
    /// A baseline of anomalies without drift, of a model of presses.
    private static func press() throws -> [UInt8] {
        Array(try Data(contentsOf: WindowRecords.root.appendingPathComponent("Tests/Fixtures/drift/anomalies.json")))
    }

    @Test("[drift-91] a baseline of anomalies is a profile without calibrated limits")
    func anomalies() throws {
        let profile = try ReferenceProfile(json: Self.press())
        #expect(profile.features.count == profile.fields.count)
        #expect(profile.windowSizes.isEmpty)
        #expect(profile.multivariate == nil)
        #expect(profile.model.name == "press")
        #expect(profile.rowCount == 72_000)
        let feature = profile.features[0]
        #expect(feature.calibrated.isEmpty)
        #expect(feature.longestRun == nil)
        let reference = try #require(feature.numeric?.reference)
        #expect(reference.precision == .sample(256))
        #expect(reference.distances(to: [1e9])?.kolmogorovSmirnov.distance == 1)
    }

    @Test(
        "[drift-92] a profile goes into a baseline of anomalies, whose own members stay as they are"
    )
    func merged() throws {
        let file = try Self.press()
        let old = try ReferenceProfile(json: file)
        var draws = Draws(51)
        var columns = old.fields.map { ReferenceColumn($0, .numeric(draws.normals(600))) }
        columns.append(ReferenceColumn("score", .numeric(draws.normals(600)), scope: .reconstruction))
        let profile = try ReferenceProfile(columns: columns, model: old.model, profileID: "other", created: "later")
        let merged = try profile.json(into: file)
        let (before, after) = (try Self.object(file), try Self.object(merged))
        #expect(Set(after.keys) == Set(before.keys).union(["drift"]))
        for name in before.keys where name != "fields" {
            #expect((before[name] as? NSObject) == (after[name] as? NSObject), "\(name)")
        }
        let read = try ReferenceProfile(json: merged)
        #expect(read.features == profile.features)
        #expect(read.multivariate == profile.multivariate)
        #expect(read.profileID == old.profileID)
        #expect(try profile.json(into: merged) == merged)
    }

    @Test(
        "[drift-92] the reader of anomalies reads a file with both, and finds its own part unchanged"
    )
    func readByAnomaly() throws {
        let file = try Self.press()
        let before = try Baseline(json: file)
        var draws = Draws(52)
        let columns = before.fields.map { field in
            ReferenceColumn(field.name, .numeric(draws.normals(1200, mean: field.mean, sd: field.sd)))
        }
        let model = ReferenceProfile.Model(name: before.model.name, sha256: before.model.sha256)
        let profile = try ReferenceProfile(columns: columns, model: model, profileID: "other", created: "later")
        let after = try Baseline(json: try profile.json(into: file))
        #expect(after.score == before.score)
        #expect(after.window == before.window)
        #expect(after.data == before.data)
        #expect(after.profileID == before.profileID)
        #expect(after.fields.map(\.name) == before.fields.map(\.name))
        let (field, numeric) = (after.fields[0], try #require(profile.features[0].numeric))
        #expect(field.mean == numeric.mean)
        #expect(field.decileEdges == numeric.reference.edges)
        #expect(field.binCounts == numeric.reference.binCounts)
        #expect(field.sample == numeric.sample)
        #expect(field.lag1 == numeric.lag1)
    }

    @Test("[drift-91] a file for drift alone is none for anomalies")
    func driftAlone() throws {
        let json = try ReferenceProfileTests.profile().json()
        #expect(throws: AnomalyError.self) { try Baseline(json: json) }
    }

    @Test("[drift-92] a file of another model, or with other fields, takes no profile")
    func refused() throws {
        let file = try Self.press()
        let old = try ReferenceProfile(json: file)
        let columns = old.fields.map { ReferenceColumn($0, .numeric([1, 2, 3])) }
        let other = ReferenceProfile.Model(name: "press", sha256: ReferenceProfileTests.digest)
        let foreign = try ReferenceProfile(columns: columns, model: other, profileID: "", created: "")
        #expect(throws: BaselineError.otherModel(found: old.model.sha256, expected: other.sha256)) {
            try foreign.json(into: file)
        }
        let fewer = try ReferenceProfile(
            columns: Array(columns.dropLast()),
            model: old.model,
            profileID: "",
            created: ""
        )
        #expect(throws: BaselineError.self) { try fewer.json(into: file) }
        #expect(throws: BaselineError.self) { try foreign.json(into: [0x5B, 0x5D]) }
    }

    private static func object(_ json: [UInt8]) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
    }
}
