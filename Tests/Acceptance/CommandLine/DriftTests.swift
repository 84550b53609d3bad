import Foundation
import FoundationXML
import Support
import Testing

/// `marram profile` and `marram drift` as people call them.
@Suite struct DriftTests {
    private let marram: MarramCommand

    init() throws { marram = try MarramCommand() }

    /// Two numbers that go together, one by itself, and names; from `shift` on with another mean and a name that is new.
    private func write(_ name: String, rows: Int, shift: Int? = nil) throws {
        let lines = (0..<rows).map { row in
            let isShifted = shift.map { row >= $0 } ?? false
            let x = Double((row &* 7919) % 1009) / 100 + (isShifted ? 6 : 0)
            let site = isShifted && row.isMultiple(of: 3) ? "<b>moon</b>" : ["north", "south"][row % 2]
            return "\(1_767_225_600 + row * 10),\(x),\(x * 2 + Double(row % 7)),\((row &* 31) % 101),\(site)"
        }
        try marram.folder.write((["time,x,y,z,site"] + lines).joined(separator: "\n") + "\n", to: name)
    }

    private func bytes(_ path: String) throws -> Data { try Data(contentsOf: marram.folder.url.appending(path: path)) }

    private func run(_ words: String) async throws -> Command.Result {
        try await marram.run(words.split(separator: " ").map(String.init))
    }

    @Test("[drift-125][drift-127] a model from elsewhere gets a baseline, and files are compared with it")
    func profiles() async throws {
        try write("good.csv", rows: 3000)
        try write("bad.csv", rows: 600, shift: 0)
        try FileManager.default.createDirectory(atPath: marram.folder.path + "/m", withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: Sample.iris + "/model.onnx",
            toPath: marram.folder.path + "/m/model.onnx"
        )
        let made = try await run("profile good.csv --model m --categorical site --created 2026-01-01T00:00:00Z")
        #expect(made.code == 0 && made.errors.isEmpty, "\(made.errors)")
        #expect(made.output.contains("m/baseline.json: written, 4 feature(s), 3000 rows"), "\(made.output)")
        #expect(made.output.contains("site (2 categories)") && made.output.contains("windows of: 200, 500 rows"))
        let before = try bytes("m/baseline.json")
        #expect(
            try await run("profile good.csv --model m --categorical site --created 2026-01-01T00:00:00Z").code == 0
        )
        #expect(try bytes("m/baseline.json") == before)
        let steady = try await run("drift compare --baseline m --current good.csv --fail-on-drift")
        #expect(steady.code == 0 && steady.output.hasSuffix("verdict: steady\n"), "\(steady.output)")
        let drifted = try await run("drift compare --baseline m/baseline.json --current bad.csv --fail-on-drift")
        #expect(drifted.code == 1 && drifted.output.contains("verdict: drift ("), "\(drifted.output)")
        #expect(try await run("drift compare --baseline m --current bad.csv").code == 0)
        let few = try await run("profile bad.csv --out f.json --categorical site")
        #expect(few.code == 0 && few.errors.contains("600 rows are too few to calibrate limits"), "\(few.errors)")
    }

    @Test("[drift-126][drift-146] a baseline of another model is neither overwritten nor used")
    func otherModel() async throws {
        try write("good.csv", rows: 300)
        try FileManager.default.createDirectory(atPath: marram.folder.path + "/m", withIntermediateDirectories: true)
        try marram.folder.write("one", to: "m/model.onnx")
        #expect(try await run("profile good.csv --model m --exclude-column site").code == 0)
        try marram.folder.write("another", to: "m/model.onnx")
        for words in [
            "profile good.csv --model m --exclude-column site", "drift compare --baseline m --current good.csv",
            "drift detect good.csv --column x --baseline m",
        ] {
            let refused = try await run(words)
            #expect(refused.code == 1 && refused.output.isEmpty, "\(words)")
            #expect(refused.errors.contains("belongs to a model with SHA-256"), "\(refused.errors)")
        }
        #expect(try await run("profile good.csv --model m --exclude-column site --force").code == 0)
        try marram.folder.write("{\"schema_version\":1", to: "m/baseline.json")
        let corrupt = try await run("drift compare --baseline m --current good.csv")
        #expect(corrupt.code == 1 && corrupt.errors.contains("m/baseline.json: baseline: "), "\(corrupt.errors)")
    }

    @Test("[drift-130][drift-136] a table of what the detectors found, and an exit code for scripts")
    func detects() async throws {
        try write("s.csv", rows: 2000, shift: 1000)
        let words = "drift detect s.csv --column x --reference-mean 5 --reference-deviation 2.9"
        let found = try await run(words + " --detector adwin --detector page_hinkley")
        #expect(found.code == 0 && found.errors.isEmpty, "\(found.errors)")
        let lines = found.output.split(separator: "\n")
        #expect(lines[0].split(separator: " ").prefix(4) == ["row", "time", "detector", "event"])
        #expect(
            lines.contains { $0.contains("page_hinkley  drift") && $0.contains("2026-01-01T0") && $0.contains("up") }
        )
        #expect(lines.contains { $0.hasPrefix("adwin: 2 drift(s), the first at row 1023") }, "\(found.output)")
        #expect(try await run(words + " --fail-on-drift").code == 1)
        try write("calm.csv", rows: 1000)
        let calm = try await run("drift detect calm.csv --column x --detector kswin --fail-on-drift")
        #expect(calm.code == 0 && calm.output.hasSuffix("kswin: 0 drift(s)\n"), "\(calm.output)")
    }

    @Test("[drift-131][drift-135] standard input, a number a line; JSON lines and records for programs")
    func streams() async throws {
        let input = (0..<600).map { row -> String in
            guard row != 7, row != 9 else { return row == 7 ? "NaN" : "" }
            return (row < 300 ? row % 10 == 0 : row % 3 != 0) ? "1" : "0"
        }
        let command = [try Project.program("marram"), "drift", "detect", "--set", "parity=river"]
        func detect(_ more: [String]) async throws -> Command.Result {
            let text = input.joined(separator: "\n") + "\n"
            return try await Command(command + more, input: text, folder: marram.folder.url).run()
        }
        let lines = try await detect(["--detector", "ddm", "--detector", "hddm_a", "--json"])
        #expect(lines.code == 0 && lines.errors.isEmpty, "\(lines.errors)")
        let objects = try lines.output.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        let summary = try #require(objects.last)
        #expect(summary["event"] as? String == "summary" && summary["rows"] as? Int == 600)
        #expect(summary["missing"] as? Int == 2 && summary["drifted"] as? Bool == true)
        let drifts = objects.filter { $0["event"] as? String == "drift" && $0["detector"] as? String == "ddm" }
        let records = try await detect(["--detector", "DDM", "--set", "drift_threshold=3.0", "--record", "s\"1"])
        let record = try #require(
            try JSONSerialization.jsonObject(with: Data(records.output.utf8)) as? [String: Any],
            "\(records.output)"
        )
        #expect(records.output.contains("\"params\":{\"drift_threshold\":3.0}"), "\(records.output)")
        #expect(record["stream"] as? String == "s\"1" && record["detector"] as? String == "DDM")
        #expect(record["drift"] as? [Int] == drifts.compactMap { $0["row"] as? Int } && !drifts.isEmpty)
        #expect((record["warning_rise"] as? [Int])?.isEmpty == false)
    }

    @Test("[drift-130] an event is told while the input goes on")
    func live() async throws {
        let lines = (0..<400).map { $0 < 200 ? "\($0 % 5)" : "\(100 + $0 % 5)" }.joined(separator: "\\n")
        try marram.folder.write("", to: "live")
        let writer = "printf '\(lines)\\n'; while [ -e live ] && printf '4\\n'; do sleep 0.1; done"
        let shell = "(\(writer)) | exec \"$0\" drift detect --set parity=river --json"
        let running = try Running(["sh", "-c", shell, try Project.program("marram")], folder: marram.folder.url)
        try await running.waitForOutput("a drift") { $0.contains("\"event\":\"drift\"") }
        try FileManager.default.removeItem(atPath: marram.folder.path + "/live")
        #expect(try await running.finish().code == 0)
    }

    @Test(
        "[drift-140][drift-145][drift-147] two files as a table, as JSON, and as a page that is well-formed and escaped"
    )
    func compares() async throws {
        try write("a.csv", rows: 2000)
        try write("b.csv", rows: 400, shift: 0)
        let words = "drift compare --reference a.csv --current b.csv --categorical site"
        let table = try await run(words + " --html report.html --fail-on-drift")
        #expect(table.code == 1 && table.errors.isEmpty, "\(table.errors)")
        for text in [
            "reference: a.csv, 2000 rows", "wasserstein/limit", "chi2 p", "unseen in site: <b>moon</b>", "beyond T2",
        ] {
            #expect(table.output.contains(text), "\(text) is missing in\n\(table.output)")
        }
        #expect(table.output.contains("verdict: drift (x, ") || table.output.contains("verdict: drift (site, "))
        let page = try bytes("report.html")
        #expect(XMLParser(data: page).parse())
        let text = String(decoding: page, as: UTF8.self)
        #expect(!text.contains("<b>moon") && text.contains("&lt;b&gt;moon") && text.contains("<svg"))
        #expect(text.contains("prefers-color-scheme:dark") && !text.contains("<script"))
        let json = try await run(words + " --json")
        #expect(json.code == 0)
        let report = try JSONDecoder().decode(Report.self, from: Data(json.output.utf8))
        #expect(report.verdict == "drift" && report.features.map(\.name) == ["x", "y", "z", "site"])
        #expect(report.features.map(\.verdict) == ["drift", "drift", "steady", "drift"])
        #expect(report.features[3].unseen == 134 && report.features[0].statistics["psi"]?.value ?? 0 > 1)
        #expect(report.features[0].statistics["psi"]?.drift ?? 0 > 0 && report.multivariate?.components == 2)
    }

    private struct Report: Decodable {
        struct Statistic: Decodable {
            let value: Double
            let drift: Double
        }
        struct Feature: Decodable {
            let name: String
            let verdict: String
            let unseen: Int?
            let statistics: [String: Statistic]
        }
        struct Rows: Decodable { let components: Int }
        let verdict: String
        let features: [Feature]
        let multivariate: Rows?
    }

    @Test("[drift-143] constants, huge numbers and columns of NaN are compared, and JSON stays JSON")
    func extremes() async throws {
        try marram.folder.write("c,h,n\n" + String(repeating: "7,1e308,1\n7,-1e308,2\n", count: 60), to: "a.csv")
        try marram.folder.write("c,h,n\n" + String(repeating: "7,1e308,NaN\n8,inf,\n", count: 60), to: "b.csv")
        let result = try await run("drift compare --reference a.csv --current b.csv --json --html r.html")
        #expect(result.code == 0 && result.errors.isEmpty, "\(result.errors)")
        let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
        #expect(report.features.map(\.verdict) == ["drift", "drift", "drift"])
        #expect(XMLParser(data: try bytes("r.html")).parse())
    }

    @Test(
        "[drift-134][drift-144] what cannot be read is an error with a remedy, and nothing is written",
        arguments: [
            ("drift compare --reference x.csv --current none.csv", "none.csv cannot be read: No such file"),
            ("drift compare --reference x.csv --current empty.csv --html r.html", "empty.csv: the text is empty"),
            ("drift compare --reference x.csv --current y.csv --html r.html", "y.csv: there is no column 'x'"),
            ("drift compare --reference nan.csv --current x.csv", "'x' has no value in any row"),
            ("drift compare --reference words.csv --current x.csv", "--categorical takes a column of names"),
            ("drift compare --baseline empty.csv --current x.csv", "empty.csv: baseline: "),
            ("drift compare --reference x.csv --current x.csv --html none/r.html", "No such file"),
            ("drift detect nan.csv --column x", "none of the 2 rows has a number"),
            ("drift detect words.csv", "line 3, column 1: 'x' holds 'warm' where a number was expected"),
            ("drift detect x.csv --column y", "there is no column 'y'; the file has x"),
            ("drift detect empty.csv", "the text is empty"),
            ("drift detect x.csv --detector hmm", "'hmm' is no detector"),
            ("drift detect x.csv --set delta=7", "delta"), ("drift detect x.csv --set clok=7", "'clok' cannot be set"),
            ("drift detect x.csv --column x --baseline none", "none cannot be read"),
            (
                "drift detect x.csv --detector kswin --reference-mean 0 --reference-deviation 1",
                "only adwin and page_hinkley"
            ),
            ("drift detect x.csv --reference-mean 0 --reference-deviation 0", "deviation is 0"),
            ("profile x.csv --model none", "none has no model.onnx"),
            ("profile nan.csv --out p.json", "'x' has no value"),
            ("profile x.csv --out p.json --error z", "there is no column 'z'"),
            ("profile x.csv --out p.json --error x --output x", "'x' is named twice"),
            ("profile x.csv --out p.json --windows 500,200", "rising"),
        ]
    )
    func refuses(words: String, message: String) async throws {
        try marram.folder.write("x\n1\n2\n", to: "x.csv")
        try marram.folder.write("y\n1\n", to: "y.csv")
        try marram.folder.write("", to: "empty.csv")
        try marram.folder.write("x\nNaN\n\"\"\n", to: "nan.csv")
        try marram.folder.write("x\n1\nwarm\n", to: "words.csv")
        let result = try await run(words)
        #expect(result.code == 1 && result.output.isEmpty, "\(result.output)")
        #expect(result.errors.contains(message), "\(result.errors)")
        let contents = try FileManager.default.contentsOfDirectory(atPath: marram.folder.path)
        #expect(Set(contents) == ["x.csv", "y.csv", "empty.csv", "nan.csv", "words.csv"])
    }

    @Test(
        "[drift-130] options that cannot be together are refused",
        arguments: [
            "drift compare --current x.csv", "drift compare --reference x.csv --baseline m --current x.csv",
            "drift compare --baseline m --current x.csv --columns x", "drift detect --json --record s",
            "drift detect --reference-mean 1", "drift detect --feature x", "profile x.csv",
            "drift compare --reference x.csv --current x.csv --columns a --exclude-column a",
        ]
    )
    func refusesOptions(words: String) async throws {
        let result = try await run(words)
        #expect(result.code == 64 && result.errors.hasPrefix("Error: "), "\(result.code): \(result.errors)")
    }
}
