import Anomaly
import Testing

@Suite struct BaselineTests {
    static func baseline(fields: Int = 2, rows: Int = 400, sampleSize: Int? = nil) throws -> Baseline {
        var random = Numbers(seed: 7)
        let profiles = (0..<fields).map { index in
            let values = (0..<rows).map { _ in (random.unit() - 0.3) * 12_345.678_9 }
            let size = sampleSize ?? FieldProfile.sampleSize(fields: fields)
            return FieldProfile(name: "a field \(index)", values: values, sampleSize: size)
        }
        let digest = String(repeating: "a", count: 64)
        return Baseline(
            profileID: "0123456789abcdef",
            model: Baseline.Model(name: "press", sha256: digest),
            created: "2026-01-01T00:00:00Z",
            rowCount: rows,
            data: Baseline.Source(files: [Baseline.File(name: "a.csv", sha256: digest, rows: rows)]),
            window: try WindowShape(size: 20, maximalGapSeconds: 5),
            fields: profiles,
            score: try ScoreProfile(smoothed: (0...100).map { Double($0) / 100 }, choice: ScoreProfile.Choice())
        )
    }

    @Test("[anomaly-12] what is written is read again, and written the same")
    func roundTrip() throws {
        let baseline = try Self.baseline()
        let json = try baseline.json()
        let read = try Baseline(json: json)
        #expect(read == baseline)
        #expect(try read.json() == json)
        #expect(read.window.maximalGapSeconds == 5)
    }

    @Test("[anomaly-6] the threshold is the quantile times the factor")
    func threshold() throws {
        let baseline = try Self.baseline()
        #expect(baseline.score.value == 0.99)
        #expect(try baseline.rule().threshold == 1.98)
        #expect(try baseline.rule(factor: 3).threshold == 0.99 * 3)
        #expect(throws: AnomalyError.self) { try baseline.rule(factor: 0) }
    }

    @Test("[anomaly-14] the file is small for any number of fields", arguments: [1, 8, 40, 64])
    func size(fields: Int) throws {
        let bytes = try Self.baseline(fields: fields).json().count
        #expect(bytes <= 65_536)
        #expect(FieldProfile.sampleSize(fields: fields) >= 12)
        #expect(FieldProfile.sampleSize(fields: 8) == 256)
    }

    @Test(
        "[anomaly-15] refuses what it cannot work with, and says what",
        arguments: [
            ("\"schema_version\": 1", "\"schema_version\": 2", "schema_version is 2; this program reads 1"),
            ("\"schema_version\": 1,", "", "'schema_version' is missing"),
            ("\"row_count\": 400,", "", "'row_count' is missing"),
            ("\"row_count\": 400", "\"row_count\": \"many\"", "'row_count' is not what was expected"),
            ("\"size\":20", "\"size\":0", "size is 0"),
            ("\"smooth\":10", "\"smooth\":0", "smooth is 0"),
            ("\"factor\":2", "\"factor\":-2", "factor is -2"),
            ("\"factor\":2", "\"factor\":1e999", "JSON"),
            ("\"value\":0.99", "\"value\":null", "'score.value' is null"),
            ("\"0.05\":", "\"0.06\":", "quantile '0.05' is missing"),
            ("a field 1", "a field 0", "two fields have one name"),
            ("\"type\":\"numeric\"", "\"type\":\"colour\"", "is colour"),
            ("{", "", "as JSON"),
        ]
    )
    func refuses(part: String, other: String, message: String) throws {
        let text = String(decoding: try Self.baseline().json(), as: UTF8.self)
        let range = try #require(text.firstRange(of: part), "\(part) does not stand in the file")
        let changed = text.replacingCharacters(range, with: other)
        let error = #expect(throws: AnomalyError.self) { try Baseline(json: Array(changed.utf8)) }
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("marram train") == true)
    }

    @Test("[anomaly-15] passes over members that it does not know")
    func tolerates() throws {
        let text = String(decoding: try Self.baseline().json(), as: UTF8.self)
        let more = text.replacing("\"row_count\"", with: "\"later\": [1, {}], \"row_count\"")
        #expect(try Baseline(json: Array(more.utf8)) == Self.baseline())
    }
}

extension String {
    fileprivate func replacingCharacters(_ range: Range<String.Index>, with other: String) -> String {
        String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
    }
}
