import Drift
import Foundation
import Support
import Testing

@Suite struct BaselineReadingTests {
    private static func replaced(_ text: String, _ old: String, _ new: String) throws -> [UInt8] {
        let range = try #require(text.range(of: old), "\(old) is not there")
        return Array(text.replacingCharacters(in: range, with: new).utf8)
    }

    private static func text() throws -> String {
        let values = (0..<600).map { Double($0 % 40) / 8 }
        let names = (0..<600).map { ["x", "y"][$0 % 2] as String? }
        let columns = [ReferenceColumn("a", .numeric(values)), ReferenceColumn("b", .categorical(names))]
        return String(decoding: try ReferenceProfileTests.profile(columns).json(), as: UTF8.self)
    }

    @Test(
        "[drift-87] refuses what it cannot work with, and says what",
        arguments: [
            ("\"schema_version\": 1", "\"schema_version\": 2", BaselineError.otherSchema(found: 2, expected: 1)),
            (
                "\"drift\": {\"schema_version\":1", "\"drift\": {\"schema_version\":7",
                .otherSchema(found: 7, expected: 1)
            ),
            ("0.9750000000000014,", "0.4875000000000007,", .edgesNotRising(feature: "a")),
            ("0.9750000000000014,", "-3,", .edgesNotRising(feature: "a")),
            ("\"bin_counts\":[60,", "\"bin_counts\":[61,", .countsDoNotAddUp(feature: "a", found: 601, expected: 600)),
            ("\"bin_counts\":[60,", "\"bin_counts\":[", .countsDoNotAddUp(feature: "a", found: 540, expected: 600)),
            (
                "\"domain_counts\":[300,300,0]", "\"domain_counts\":[300,299,0]",
                .countsDoNotAddUp(feature: "b", found: 599, expected: 600)
            ),
        ]
    )
    func refused(old: String, new: String, expected: BaselineError) throws {
        let json = try Self.replaced(try Self.text(), old, new)
        let error = #expect(throws: BaselineError.self) { try ReferenceProfile(json: json) }
        #expect(error == expected)
    }

    @Test(
        "[drift-88] a damaged file is corrupt, and is told with the place",
        arguments: [
            ("\"row_count\": 600,", "", "row_count"), ("\"row_count\": 600", "\"row_count\": \"many\"", "row_count"),
            ("\"row_count\": 600", "\"row_count\": 599", "rows"), ("\"sd\":", "\"s\":", "'a' lacks"),
            ("\"0.01\":", "\"0.02\":", "quantile 0.01"), ("\"count\":600", "\"count\":0", "counts below 0"),
            ("\"missing\":0", "\"missing\":-1", "counts below 0"),
            ("\"type\":\"numeric\"", "\"type\":\"text\"", "is text"),
            ("\"lag1\":", "\"lag1\":7,\"was\":", "out of range"), ("\"place\":1", "\"place\":9", "no place"),
            ("\"name\":\"b\"", "\"name\":\"a\"", "one name"), ("\"domain\":[\"x\",\"y\"]", "\"domain\":[\"x\"]", "'b'"),
            ("\"window_sizes\":[100,", "\"window_sizes\":[300,", "window_sizes"),
            ("\"window_sizes\":[100,200,500]", "\"window_sizes\":[]", "more than window_sizes"),
            ("\"drift\":", "\"fields\": [], \"drift\":", "twice"), ("\"created\"", "\"cre\\u0061ted\"", "escape"),
            ("\n}\n", "", "ends"),
        ]
    )
    func corrupt(old: String, new: String, part: String) throws {
        let json = try Self.replaced(try Self.text(), old, new)
        let error = #expect(throws: BaselineError.self) { try ReferenceProfile(json: json) }
        guard case .corrupt(let what)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(what.contains(part), "\(what)")
        #expect("\(BaselineError.corrupt(what))".contains("make it again"))
    }

    @Test("[drift-88] counts as large as a number can be are refused, and do not overflow")
    func largeCounts() throws {
        let most = "9223372036854775807"
        let text = try Self.text()
        for large in [
            text.replacingOccurrences(of: "\"row_count\": 600", with: "\"row_count\": \(most)"),
            text.replacingOccurrences(of: "600", with: most),
            text.replacingOccurrences(of: "60,", with: "\(most),").replacingOccurrences(of: "300", with: most),
        ] {
            #expect(throws: BaselineError.self) { try ReferenceProfile(json: Array(large.utf8)) }
        }
    }

    @Test("[drift-89] numbers that are not finite are told apart", arguments: ["1e999", "-1e999", "NaN", "-Infinity"])
    func nonFinite(number: String) throws {
        let json = try Self.replaced(try Self.text(), "\"mean\":", "\"mean\":\(number),\"NaN was\":")
        #expect(throws: BaselineError.nonFinite(number)) { try ReferenceProfile(json: json) }
    }

    @Test("[drift-86] a sample that is too short to say more than the quantiles gives way to them")
    func shortSample() throws {
        let text = try Self.text()
        let start = try #require(text.range(of: "\"sample\":["))
        let end = try #require(text[start.upperBound...].range(of: "]"))
        let short = text.replacingCharacters(in: start.upperBound..<end.lowerBound, with: "0,1,2,3")
        let numeric = try #require(try ReferenceProfile(json: Array(short.utf8)).features[0].numeric)
        #expect(numeric.reference.precision == .quantiles)
        #expect(try ReferenceProfile(json: Array(text.utf8)).features[0].numeric?.reference.precision == .sample(256))
    }

    @Test("[drift-90] a file of another model, or of other features, is refused")
    func others() throws {
        let json = Array(try Self.text().utf8)
        let other = String(repeating: "0", count: 64)
        #expect(throws: BaselineError.otherModel(found: ReferenceProfileTests.digest, expected: other)) {
            try ReferenceProfile(json: json, modelSHA256: other)
        }
        for names in [["b", "a"], ["a"], ["a", "b", "c"], ["a", "c"]] {
            #expect(throws: BaselineError.otherFeatures(found: ["a", "b"], expected: names)) {
                try ReferenceProfile(json: json, features: names)
            }
        }
    }

    @Test("[drift-85] a file that is too large is refused, whoever made it so")
    func tooLarge() throws {
        let text = try Self.text()
        let sample = "\"was\":[" + String(repeating: "1,", count: 40_000) + "1],\"sample\":"
        let large = try Self.replaced(text, "\"sample\":", sample)
        let error = #expect(throws: BaselineError.self) { try ReferenceProfile(json: large) }
        guard case .tooLarge(let bytes, 65_536)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(bytes > 80_000)
        let spaces = Array(text.utf8) + [UInt8](repeating: 0x20, count: 1 << 20)
        #expect(throws: BaselineError.self) { try ReferenceProfile(json: spaces) }
        // What others have written does not count, up to the bound of the whole file.
        let others = try Self.replaced(
            text,
            "\"created\"",
            "\"data\": \"\(String(repeating: "x", count: 100_000))\",\n\"created\""
        )
        #expect(try ReferenceProfile(json: others).features.count == 2)
    }

    @Test("[drift-88] no cut and no changed byte of a file crashes its reader")
    func mutations() throws {
        let json = Array(try Self.text().utf8)
        for end in stride(from: 0, to: json.count - 2, by: 97) {
            #expect(throws: BaselineError.self) { try ReferenceProfile(json: Array(json[..<end])) }
        }
        var draws = Draws(41)
        for _ in 0..<150 {
            var changed = json
            changed[Int(draws.next() % UInt64(json.count))] = UInt8(truncatingIfNeeded: draws.next())
            _ = try? ReferenceProfile(json: changed)
        }
    }
}
