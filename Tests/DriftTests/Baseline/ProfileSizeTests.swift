import Drift
import Support
import Testing

@Suite struct ProfileSizeTests {
    static func columns(_ features: Int, rows: Int, digits: Bool) -> [ReferenceColumn] {
        var draws = Draws(31)
        return (0..<features).map { feature in
            let numbers = draws.normals(rows, mean: -1234.5, sd: 321).map { digits ? $0 : ($0 * 10).rounded() / 10 }
            return ReferenceColumn("a sensor, the \(feature)th", .numeric(numbers))
        }
    }

    @Test(
        "[drift-85] a profile has 64 KiB at most for up to 64 features",
        arguments: [(1, true), (8, true), (64, true)]
    )
    func size(features: Int, digits: Bool) throws {
        let profile = try ReferenceProfile(
            columns: Self.columns(features, rows: 130, digits: digits),
            model: ReferenceProfileTests.model,
            profileID: "0123",
            created: "2026-01-01T00:00:00Z"
        )
        let json = try profile.json()
        #expect(json.count <= 65_536 - 4_096 + 400)
        let sample = try #require(profile.features[0].numeric).sample.count
        if features <= 8 { #expect(sample == 130) }
        #expect(try ReferenceProfile(json: json) == profile)
        #expect((profile.multivariate != nil) == (features > 1))
    }

    @Test("[drift-86] for many features of many digits all is kept to fewer digits, and bins still add up")
    func short() throws {
        var choice = ReferenceProfile.Choice()
        choice.reservedBytes = 56_000
        let columns = Self.columns(13, rows: 300, digits: true)
        let profile = try ReferenceProfile(
            columns: columns,
            model: ReferenceProfileTests.model,
            profileID: "",
            created: "",
            choice: choice
        )
        let json = try profile.json()
        #expect(json.count < 65_536 - 56_000 + 400)
        #expect(try ReferenceProfile(json: json) == profile)
        let reference = try #require(profile.features[0].numeric?.reference)
        #expect(reference.edges.allSatisfy { "\($0)".count <= 11 })
        guard case .numeric(let numbers) = columns[0].values else { return }
        #expect(reference.distances(to: numbers)?.bins.psi == 0)
    }

    @Test("[drift-86] where a sample has no room, quantiles stand in and say so")
    func quantiles() throws {
        var choice = ReferenceProfile.Choice()
        choice.reservedBytes = 63_000
        let columns = Self.columns(2, rows: 2000, digits: true)
        let profile = try ReferenceProfile(
            columns: columns,
            model: ReferenceProfileTests.model,
            profileID: "",
            created: "",
            choice: choice
        )
        let numeric = try #require(profile.features[0].numeric)
        #expect(numeric.sample.isEmpty)
        #expect(numeric.reference.precision == .quantiles)
        #expect(numeric.reference.precision.shareError == 0.1)
        guard case .numeric(let numbers) = columns[0].values else { return }
        let exact = try #require(NumericReference(numbers))
        let current = numbers[0..<500].map { $0 + 150 }
        let (found, expected) = (
            try #require(numeric.reference.distances(to: current)), try #require(exact.distances(to: current))
        )
        #expect(found.bins == expected.bins)
        #expect(abs(found.kolmogorovSmirnov.distance - expected.kolmogorovSmirnov.distance) < 0.02)
        #expect(abs(found.wasserstein.normalised - expected.wasserstein.normalised) < 0.05)
    }

    @Test("[drift-85] what no file of the bound can hold is refused")
    func tooLarge() throws {
        let name = String(repeating: "n", count: 1500)
        let columns = (0..<64).map { ReferenceColumn(name + "\($0)", .numeric([1, 2, 3])) }
        let error = #expect(throws: BaselineError.self) {
            try ReferenceProfile(columns: columns, model: ReferenceProfileTests.model, profileID: "", created: "")
        }
        guard case .tooLarge(_, let limit)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(limit == 65_536 - 4_096)
    }
}
