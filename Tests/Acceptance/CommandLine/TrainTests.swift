import Foundation
import Support
import Testing

/// `marram train` and `marram score` as people call them.
@Suite struct TrainTests {
    private let marram: MarramCommand

    init() throws { marram = try MarramCommand() }

    /// Two waves and their sum, one row a second; in the rows of `fault` the sum is wrong.
    private func write(_ name: String, rows: Int, fault: Range<Int> = 0..<0) throws {
        let lines = (0..<rows).map { row in
            let (a, b) = (sin(Double(row) / 5), cos(Double(row) / 11))
            let noise = Double((row &* 7919) % 101) / 10_000
            let wrong = fault.contains(row)
            return "\(1_767_225_600 + row),\(a),\(b),\(a + b + noise + (wrong ? 3 : 0)),\(wrong ? 1 : 0)"
        }
        try marram.folder.write("time,a,b,sum,anomaly\n" + lines.joined(separator: "\n") + "\n", to: name)
    }

    private func contents(_ path: String = "") throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: marram.folder.path + path))
    }

    private func bytes(_ path: String) throws -> Data {
        try Data(contentsOf: marram.folder.url.appending(path: path))
    }

    @Test(
        "[train-1][train-5][score-6] a model is trained, finds a fault in other rows, and is the same when trained again"
    )
    func trainsAndScores() async throws {
        try write("good.csv", rows: 400)
        try write("bad.csv", rows: 300, fault: 200..<240)
        let train = ["train", "good.csv", "--window", "5", "--created", "2026-01-01T00:00:00Z", "--out"]
        let trained = try await marram.run(train + ["models/wave"])
        #expect(trained.code == 0 && trained.errors.isEmpty, "\(trained.errors)")
        #expect(trained.output.contains("models/wave: window autoencoder, windows of 5 rows x 3 fields"))
        #expect(trained.output.contains("left out: anomaly") && trained.output.contains("fields: a, b, sum\n"))
        #expect(try contents("/models/wave") == ["model.onnx", "baseline.json", "report.md"])
        let again = try await marram.run(train + ["other/wave"])
        #expect(again.code == 0)
        for name in ["model.onnx", "baseline.json", "report.md"] {
            #expect(try bytes("models/wave/\(name)") == bytes("other/wave/\(name)"))
        }
        let judge = ["score", "models/wave", "bad.csv", "--labels", "anomaly", "--skip", "100"]
        let scored = try await marram.run(judge + ["--out", "scores.csv", "--decisions", "flags"])
        #expect(scored.code == 0 && scored.errors.isEmpty, "\(scored.errors)")
        #expect(scored.output.contains("bad.csv: 300 rows"), "\(scored.output)")
        #expect(scored.output.contains("1 episode(s)\n  2026-01-01T00:03:2"), "\(scored.output)")
        let flags = String(decoding: try bytes("flags/bad.txt"), as: UTF8.self).split(separator: "\n")
        #expect(flags.count == 300 && flags[215] == "1" && flags[100] == "0")
        let json = try await marram.run(judge + ["--json"])
        let summary = try JSONDecoder().decode(Summary.self, from: Data(json.output.utf8))
        #expect(summary.labels.true_positives == flags[200..<240].count { $0 == "1" })
        #expect(summary.labels.false_positives == (flags[100..<200] + flags[240...]).count { $0 == "1" })
        #expect(summary.labels.true_positives + summary.labels.false_negatives == 40)
        #expect(summary.labels.true_negatives + summary.labels.false_positives == 160)
        #expect(summary.labels.f1 > 0.8)
    }

    private struct Summary: Decodable {
        struct Labels: Decodable {
            let f1: Double
            let true_positives, false_positives, true_negatives, false_negatives: Int
        }
        let labels: Labels
    }

    @Test("[train-7] a dense autoencoder's epochs are lines on standard error, away from a terminal")
    func epochs() async throws {
        try write("good.csv", rows: 200)
        let options = ["--family", "dense", "--window", "3", "--layers", "8,2,8", "--epochs", "20", "--patience", "20"]
        let trained = try await marram.run(["train", "good.csv", "--out", "m"] + options)
        #expect(trained.code == 0, "\(trained.errors)")
        #expect(trained.output.contains("dense autoencoder") && !trained.output.contains("epoch 1 "))
        let lines = trained.errors.split(separator: "\n")
        #expect(lines.first?.wholeMatch(of: #/epoch 1 of 20, loss [\d.e-]+, validation [\d.e-]+/#) != nil, "\(lines)")
        #expect(lines.count { $0.hasPrefix("epoch ") } == 11 && !trained.errors.contains("\u{1B}"))
        let scored = try await marram.run(["score", "m", "good.csv"])
        #expect(scored.code == 0 && scored.output.contains("200 rows"), "\(scored.errors)")
    }

    @Test(
        "[train-3] a file that cannot be learnt is an error, and nothing is written",
        arguments: [
            ("x,y\n1,2\n3\n", [], "bad.csv: line 3: 1 cells where the header has 2"),
            ("x,y\n1,2\n3,warm\n", [], "bad.csv: line 3, column 2: 'y' holds 'warm' where a number was expected"),
            ("x,y\n1,2\n3,NaN\n", [], "bad.csv: line 3, column 2: 'y' holds 'NaN'; expected a finite number"),
            ("x,y\n1,2\n,4\n", [], "bad.csv: line 3: 'x' is empty; fill the gap"),
            ("x,y\n", [], "bad.csv: there is a header but no row"),
            ("x,y\n1,2\n3,4\n5,7\n", [], "a window has 20 rows"),
            ("x,y\n" + String(repeating: "1,2\n3,2\n", count: 50), [], "leave out by --exclude-column 'y', or"),
            ("x,y\n1,2\n", ["--max-gap", "5s"], "--max-gap needs times"),
            ("x,y\n1,2\n", ["--columns", "x,z"], "there is no column 'z'; the file has x, y"),
            ("x,y\n1,2\n", ["--exclude-column", "z"], "there is no column 'z' to leave out"),
            ("x,y\n1,2\n", ["--rows", "5..<9"], "rows from 5 on are asked for, and there are 1"),
            ("x,y\n1,2\n", ["--time-column", "when"], "when"),
            ("x,y\n1,2\n", ["--from", "2026-01-01T00:00:00Z"], "no column of times was found"),
        ]
    )
    func refuses(text: String, options: [String], message: String) async throws {
        try marram.folder.write(text, to: "bad.csv")
        let result = try await marram.run(["train", "bad.csv", "--out", "models/bad"] + options)
        #expect(result.code == 1 && result.output.isEmpty)
        #expect(result.errors.hasPrefix("error: ") && result.errors.contains(message), "\(result.errors)")
        #expect(try contents() == ["bad.csv"])
    }

    @Test(
        "[train-8] options that cannot be, or that the family does not have, are refused",
        arguments: [
            (["--epochs", "5"], "--epochs is not for --family window"),
            (["--family", "dense", "--energy", "0.9"], "--energy is not for --family dense"),
            (["--family", "dense", "--preset", "wide", "--layers", "3"], "--preset and --layers"),
            (["--rows", "5..<5"], "0..<400"), (["--factor", "0"], "--factor"), (["--quantile", "2"], "--quantile"),
            (["--off-ratio", "1.5"], "off_ratio"), (["--max-gap", "soon"], "5s"),
            (["--delimiter", ";;"], "--delimiter"), (["--columns", "x,y", "--exclude-column", "y"], "both"),
            (["--rows", "0..<5", "--to", "2026-01-01T00:00:00Z"], "not both"),
        ]
    )
    func refusesOptions(options: [String], message: String) async throws {
        try marram.folder.write("x\n1\n", to: "a.csv")
        let result = try await marram.run(["train", "a.csv", "--out", "m"] + options)
        #expect(result.code == 64 && result.errors.contains(message), "\(result.code): \(result.errors)")
    }

    @Test("[train-4] a training that is broken off leaves nothing behind", arguments: [SIGINT, SIGTERM])
    func brokenOff(signal: Int32) async throws {
        try write("good.csv", rows: 300)
        let epochs = ["--family", "dense", "--epochs", "1000000", "--patience", "1000000", "--validation", "0"]
        let training = try marram.start(["train", "good.csv", "--out", "models/m"] + epochs)
        try await training.waitForErrors("the first epoch") { $0.contains("epoch 1 of 1000000") }
        training.signal(signal)
        let result = try await training.finish()
        #expect(result.code == 128 + signal && result.output.isEmpty)
        #expect(try contents() == ["good.csv"])
    }

    @Test("[train-4] a model that is there stays, unless it is replaced by --force")
    func force() async throws {
        try write("a.csv", rows: 100)
        try write("b.csv", rows: 120)
        #expect(try await marram.run(["train", "a.csv", "--out", "m"]).code == 0)
        let before = try bytes("m/baseline.json")
        let refused = try await marram.run(["train", "b.csv", "--out", "m"])
        #expect(refused.code == 1 && refused.errors.contains("--force"))
        #expect(try bytes("m/baseline.json") == before)
        #expect(try await marram.run(["train", "b.csv", "--out", "m", "--force"]).code == 0)
        #expect(try bytes("m/baseline.json") != before)
        #expect(try contents() == ["a.csv", "b.csv", "m"])
    }

    @Test("[score-3][score-4] what cannot be scored is an error, or a warning where rows are passed over")
    func scoreRefuses() async throws {
        try write("a.csv", rows: 100)
        #expect(try await marram.run(["train", "a.csv", "--out", "m", "--window", "5"]).code == 0)
        try marram.folder.write("time,a,b\n0,1,2\n", to: "narrow.csv")
        try marram.folder.write("time,a,b,sum\n0,1,2,3\n1,,2,3\n1,1,2,3\n", to: "holes.csv")
        for (arguments, message) in [
            (["m", "narrow.csv"], "narrow.csv: there is no column 'sum'"), (["m", "none.csv"], "No such file"),
            (["a.csv", "a.csv"], "marram train"), (["m", "a.csv", "--labels", "fault"], "'fault'"),
            (["m", "a.csv", "--out", "a.csv/x"], "Not a directory"),
            (["m", "a.csv", "--out", "./a.csv"], "would write over ./a.csv"),
            (["m", "a.txt", "--decisions", "."], "would write over ./a.txt"),
            (["m", "a.csv", "holes.csv", "--out", "."], "would write over ./a.csv"),
        ] {
            let result = try await marram.run(["score"] + arguments)
            #expect(result.code == 1 && result.output.isEmpty, "\(arguments): \(result.output)")
            #expect(result.errors.contains(message), "\(arguments): \(result.errors)")
        }
        let picture = try await marram.run(["score", "m", "a.csv", "--plot", "a.jpg"])
        #expect(picture.code == 64 && picture.errors.contains(".svg or .png"), "\(picture.errors)")
        let uncounted = try await marram.run(["score", "m", "a.csv", "--labels", "anomaly", "--skip", "100"])
        #expect(uncounted.errors.contains("--skip 100 leaves none"), "\(uncounted.errors)")
        let holes = try await marram.run(["score", "m", "holes.csv"])
        #expect(holes.code == 0)
        #expect(
            holes.errors.contains("holes.csv: 1 of 3 rows passed over, a number is missing or beyond Float32"),
            "\(holes.errors)"
        )
        #expect(holes.errors.contains("3 rows filled no window"))
    }

    @Test("[score-7] --plot draws, and says what is needed where marram-plot is not")
    func plot() async throws {
        try write("a.csv", rows: 100)
        try write("b.csv", rows: 100, fault: 60..<80)
        #expect(try await marram.run(["train", "a.csv", "--out", "m", "--window", "5"]).code == 0)
        let drawn = try await marram.run(["score", "m", "b.csv", "--labels", "anomaly", "--plot", "b.svg"])
        #expect(drawn.code == 0, "\(drawn.errors)")
        let picture = String(decoding: try bytes("b.svg"), as: UTF8.self)
        #expect(picture.contains("<svg") && picture.contains("</svg>"))
        // A program that draws nothing and reads nothing: more than a pipe holds is handed to it.
        try FileManager.default.createDirectory(
            atPath: marram.folder.path + "/broken",
            withIntermediateDirectories: true
        )
        try marram.folder.write("#!/bin/sh\nexit 3\n", to: "broken/marram-plot")
        try write("long.csv", rows: 20_000)
        let scripts = ["chmod", "+x", marram.folder.path + "/broken/marram-plot"]
        #expect(try await Command(scripts).run().code == 0)
        #expect(
            try await Command(["cp", try Project.program("marram"), marram.folder.path + "/broken"]).run().code == 0
        )
        let broken = try await Command(
            [marram.folder.path + "/broken/marram", "score", "m", "long.csv", "--plot", "c.svg"],
            environment: ["MARRAM_ONNXRUNTIME": Project.onnxRuntime ?? ""],
            folder: marram.folder.url
        ).run()
        #expect(broken.code == 1 && broken.errors.contains("did not draw c.svg (exit code 3)"), "\(broken.errors)")
        #expect(broken.output.contains("long.csv: 20000 rows"))
        // Beside a lone copy of the program there is no other.
        let lone = marram.folder.path + "/lone"
        try FileManager.default.createDirectory(atPath: lone, withIntermediateDirectories: true)
        // Copied by another process: what this one has open for writing might be inherited, and then cannot be run.
        #expect(try await Command(["cp", try Project.program("marram"), lone]).run().code == 0)
        let missing = try await Command(
            [lone + "/marram", "score", "m", "b.csv", "--plot", "c.svg"],
            environment: ["PATH": "/nonexistent", "MARRAM_ONNXRUNTIME": Project.onnxRuntime ?? ""],
            folder: marram.folder.url
        ).run()
        #expect(missing.code == 1 && missing.errors.contains("swift build --product marram-plot"), "\(missing.errors)")
        #expect(!FileManager.default.fileExists(atPath: marram.folder.path + "/c.svg"))
    }
}
