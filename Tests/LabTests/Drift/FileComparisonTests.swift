import Drift
import Foundation
import FoundationXML
import Support
import Testing

@testable import Lab

@Suite struct FileComparisonTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func compare(
        _ before: String,
        _ now: String,
        _ change: (inout FeatureChoice) -> Void = { _ in }
    ) throws -> ComparisonReport {
        var choice = FeatureChoice()
        change(&choice)
        let reference = try folder.write(before, to: "a.csv")
        return try FileComparison(with: .files([reference]), choice).run([try folder.write(now, to: "b.csv")])
    }

    /// A column of whole numbers from 1 on.
    private func column(_ numbers: [Int]) -> String { "x\n" + numbers.map { "\($0)\n" }.joined() }

    @Test("[drift-140] numbers: PSI, Jensen-Shannon, Kolmogorov-Smirnov and Wasserstein as reckoned by hand")
    func numbers() throws {
        // 1 to 100 against 11 to 110: ten go from the lowest tenth to beyond the highest number.
        let report = try compare(column(Array(1...100)), column(Array(11...110)))
        let feature = try #require(report.features.first)
        let distances = try #require(feature.numbers)
        #expect(abs(distances.kolmogorovSmirnov.distance - 0.1) < 1e-12)
        #expect(abs(distances.wasserstein.distance - 10) < 1e-12)
        #expect(abs(distances.wasserstein.normalised - 10 / (9999.0 / 12).squareRoot()) < 1e-12)
        // The lowest tenth is empty, the highest has twice as many.
        let psi = (1e-4 - 0.1) * log(1e-4 / 0.1) + 0.1 * log(2)
        #expect(abs(distances.bins.psi - psi) < 1e-12)
        let divergence = (0.1 * log2(2) + 0.1 * log2(0.1 / 0.15) + 0.2 * log2(0.2 / 0.15)) / 2
        #expect(abs(distances.bins.jensenShannon - divergence.squareRoot()) < 1e-12)
        #expect(distances.precision == .exact && report.notes.isEmpty)
        #expect(feature.verdict == .drift && feature.reasons == ["psi", "js", "wasserstein"])
        #expect(report.verdict == .drift && report.currentRows == 100)
        #expect(feature.reference.mean == 50.5 && feature.current.mean == 60.5)
        let same = try compare(column(Array(1...100)), column(Array(1...100)))
        #expect(same.verdict == .steady && same.features[0].numbers?.bins.psi == 0)
    }

    @Test("[drift-140] the numbers of a file are compared as they are, not by a sample of them")
    func exact() throws {
        let report = try compare(column(Array(1...4000)), column(Array(2...4001)))
        #expect(report.features[0].numbers?.precision == .exact)
        #expect(abs((report.features[0].numbers?.wasserstein.distance ?? 0) - 1) < 1e-9)
    }

    @Test("[drift-140] names: chi-squared and L-infinity as reckoned by hand, unseen names by name; truths alike")
    func names() throws {
        let before = "c,b\n" + String(repeating: "n,0\ns,1\n", count: 50)
        let now = "c,b\n" + String(repeating: "n,TRUE\n", count: 30) + String(repeating: "<new>,0\n", count: 10) + ",\n"
        let report = try compare(before, now) {
            $0.categorical = ["c"]
            $0.boolean = ["b"]
        }
        let (names, truths) = (report.features[0], report.features[1])
        // 100 rows against 40: 80 n of 57.1 and 22.9 expected, 50 s of 35.7 and 14.3, 10 others of 7.1 and 2.9.
        var expected = 0.0
        for (one, other) in [(50.0, 30.0), (50, 0), (0, 10)] {
            let (a, b) = ((one + other) * 100 / 140, (one + other) * 40 / 140)
            expected += (one - a) * (one - a) / a + (other - b) * (other - b) / b
        }
        #expect(abs((names.names?.chiSquared.statistic ?? 0) - expected) < 1e-9 && names.names?.chiSquared.degrees == 2)
        #expect(abs((names.names?.shares.lInfinity ?? 0) - 0.5) < 1e-12)
        #expect(names.unseen == 10 && names.unseenNames == ["<new>"] && names.verdict == .drift)
        #expect(names.current.missing == 1 && names.current.rows == 41)
        #expect(truths.kind == .boolean && abs((truths.names?.shares.lInfinity ?? 0) - 0.25) < 1e-12)
        #expect(truths.unseen == 0)
    }

    @Test("[drift-141] values that are missing more often are a drift; a column of nothing but NaN is judged by that")
    func missing() throws {
        let before = "x,y\n" + (0..<200).map { "\($0),\($0 % 7)\n" }.joined()
        let now = "x,y\n" + (0..<200).map { "\($0.isMultiple(of: 4) ? "" : "\($0)"),NaN\n" }.joined()
        let report = try compare(before, now)
        #expect(report.features.map(\.verdict) == [.drift, .drift])
        #expect(report.features.map(\.reasons) == [["missing"], ["missing"]])
        #expect(report.features[1].judgements.isEmpty && report.features[1].current.missing == 200)
        #expect(
            report.rows == nil
                && report.notes == [
                    "numbers are not compared together: no current row has all of them"
                ]
        )
    }

    @Test("[drift-142] rows whose numbers no longer go together have drifted, though each number by itself has not")
    func together() throws {
        func rows(_ isTogether: Bool) -> String {
            let lines = (0..<2000).map { row in
                let x = Double((row &* 7919) % 2000)
                let y = isTogether ? x : Double((row &* 104_729 &+ 13) % 2000)
                return "\(x),\(y + Double(row % 3))"
            }
            return (["x,y"] + lines).joined(separator: "\n")
        }
        let report = try compare(rows(true), rows(false))
        #expect(report.features.map(\.verdict) == [.steady, .steady])
        let together = try #require(report.rows)
        #expect(together.verdict == .drift && together.beyondSquaredError > 0.5 && together.components == 1)
        #expect(report.verdict == .drift)
        #expect(try compare(rows(true), rows(true)).verdict == .steady)
    }

    @Test("[drift-143] constants, huge numbers and single rows have finite distances and a picture")
    func extremes() throws {
        let before = "c,h,one\n7,1e308,1\n7,-1e308,\n7,3,\n"
        let now = "c,h,one\n7.5,1e308,2\n7.5,1e308,\n7.5,inf,\n"
        let report = try compare(before, now)
        for judgement in report.features.flatMap(\.judgements) { #expect(judgement.value.isFinite) }
        #expect(report.features[0].verdict == .drift && report.features[1].current.nonFinite == 1)
        let page = ComparisonPage(report).html
        for word in ["nan", "inf,", "\"inf", "NaN"] { #expect(!page.contains(word), "\(word)") }
    }

    @Test(
        "[drift-144] what cannot be compared is refused, with a way to mend it",
        arguments: [
            ("x,y\n1,2\n", "x\n1\n", "there is no column 'y'; the file has x"), ("x\n", "x\n1\n", "no row"),
            ("", "x\n1\n", "empty"), ("x\n1\n", "", "empty"), ("x\nNaN\n\n", "x\n1\n", "'x' has no value in any row"),
            ("x\nwarm\n", "x\n1\n", "--categorical takes a column of names"), ("x,x\n1,2\n", "x\n1\n", "stands twice"),
            ("time\n1\n", "x\n1\n", "no column is left of time"), (",x\n0,1\n", "x\n1\n", "has no name"),
        ]
    )
    func refuses(before: String, now: String, message: String) throws {
        let error = #expect(throws: LabError.self) { try compare(before, now) }
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test("[drift-145] the page is well-formed, holds no text unescaped, and lists what has changed first")
    func page() throws {
        let name = "<script>alert(\"1\")</script>"
        let before =
            "calm,\"\(name.replacing("\"", with: "\"\""))\",c\n" + (0..<60).map { "\($0 % 5),\($0),a&b\n" }.joined()
        var now = "calm,\"\(name.replacing("\"", with: "\"\""))\",c\n"
        for row in 0..<60 { now += "\(row % 5),\(row + 500),]]><img src=x onerror='y'>\u{202E}\n" }
        let report = try compare(before, now) { $0.categorical = ["c"] }
        let page = ComparisonPage(report).html
        let parser = XMLParser(data: Data(page.utf8))
        #expect(parser.parse(), "\(parser.parserError?.localizedDescription ?? "")")
        for text in ["<script", "<img", "onerror='", "\u{202E}", "style=", "http://example", "url("] {
            #expect(!page.contains(text), "\(text)")
        }
        #expect(page.contains("&lt;script&gt;alert(&quot;1&quot;)") && page.contains("a&amp;b"))
        #expect(page.contains("default-src 'none'; style-src 'sha256-"))
        let places = ["<h3>&lt;script", "<h3>calm"].map { page.range(of: $0)?.lowerBound }
        #expect(try #require(places[0]) < (try #require(places[1])))
        for word in ["▲ drift", "● steady"] { #expect(page.contains(word)) }
    }
}
