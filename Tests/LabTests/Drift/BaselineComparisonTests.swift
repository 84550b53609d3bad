import Anomaly
import Drift
import Foundation
import Support
import Telemetry
import Testing

@testable import Lab

@Suite struct BaselineComparisonTests {
    private let workshop: Workshop

    init() throws { workshop = try Workshop() }

    /// Two numbers, names, and a share of errors; rows `from` a place on.
    private func file(_ name: String, rows: Range<Int>, errors: Int = 10) throws -> String {
        let lines = rows.map { row in
            let x = Double((row &* 7919) % 997)
            return "\(row),\(x),\(x * 2 + Double(row % 5)),\(["n", "s"][row % 2]),\(row % errors == 0 ? 1 : 0)"
        }
        return try workshop.folder.write((["time,x,y,site,wrong"] + lines).joined(separator: "\n"), to: name)
    }

    private var choice: FeatureChoice {
        var choice = FeatureChoice()
        choice.categorical = ["site"]
        choice.scopes = ["wrong": .error]
        return choice
    }

    private func profile(_ out: String, model: String? = nil, overwrites: Bool = false) throws -> ModelProfile.Result {
        let making = try ModelProfile(
            model: model.map { "\(workshop.folder.path)/\($0)" },
            out: "\(workshop.folder.path)/\(out)",
            created: Timestamp(microseconds: 0)
        )
        return try making.write(
            [try file("a.csv", rows: 0..<1200)],
            choice,
            windowSizes: [200, 500],
            overwrites: overwrites
        )
    }

    @Test("[drift-125] a profile of any model's rows: types, scopes, error rate, interval, the digest of the model")
    func profiles() throws {
        try workshop.folder.write("not an ONNX file", to: "m.onnx")
        let result = try profile("baseline.json", model: "m.onnx")
        let read = try BaselineSource(result.path).profile
        #expect(read == result.profile && read.model.name == "m")
        #expect(read.model.sha256 == (try InputFile("\(workshop.folder.path)/m.onnx").digest))
        #expect(read.features.map(\.name) == ["x", "y", "site", "wrong"])
        #expect(read.features.map(\.scope) == [.input, .input, .input, .error])
        #expect(read.features[2].categories?.names == ["n", "s"] && read.errorRate == 0.1)
        #expect(read.intervalSeconds == 1 && read.multivariate != nil && read.features[0].calibrated[.psi]?.count == 1)
        #expect(read.profileID.count == 16 && result.leftOut.isEmpty)
        #expect(try profile("again.json", model: "m.onnx").profile == read, "the same rows make the same profile")
    }

    @Test("[drift-126] a baseline of the same model is replaced, that of another one only by --force")
    func replaces() throws {
        try workshop.folder.write("one", to: "one.onnx")
        try workshop.folder.write("other", to: "other.onnx")
        _ = try profile("b.json", model: "one.onnx")
        #expect(try profile("b.json", model: "one.onnx").isCompleted == false)
        let refusal = #expect(throws: LabError.self) { try profile("b.json", model: "other.onnx") }
        #expect(refusal?.message.contains("belongs to a model with SHA-256") == true)
        #expect(refusal?.message.contains("--force replaces it") == true, "\(refusal?.message ?? "")")
        #expect(try profile("b.json", model: "other.onnx", overwrites: true).profile.model.name == "other")
        try workshop.folder.write("{", to: "b.json")
        let corrupt = #expect(throws: LabError.self) { try profile("b.json", model: "other.onnx") }
        #expect(corrupt?.message.contains("--force") == true)
        let nowhere = #expect(throws: LabError.self) { try profile("b.json", model: "none") }
        #expect(nowhere?.message.contains("has no model.onnx") == true)
        #expect(throws: LabError.self) { try ModelProfile(model: nil, out: nil, created: Timestamp(microseconds: 0)) }
    }

    @Test("[drift-126] what marram train has written of anomalies stays, and the identifier becomes another")
    func completes() throws {
        let waves = try workshop.waves("w.csv", rows: 1100)
        let trained = try workshop.train(try workshop.plan([waves]))
        try trained.write(to: workshop.model(), overwrites: false)
        let before = try workshop.model().readBaseline()
        let making = try ModelProfile(model: workshop.model().path, out: nil, created: Timestamp(microseconds: 7))
        var choice = FeatureChoice()
        choice.scopes = ["anomaly": .output]
        let result = try making.write([waves], choice, windowSizes: [50], overwrites: false)
        let after = try workshop.model().readBaseline()
        #expect(result.isCompleted && after.score == before.score && after.window == before.window)
        #expect(after.created == before.created && after.profileID != before.profileID)
        #expect(try BaselineSource(workshop.model().path).profile.features.map(\.name) == ["a", "b", "sum", "anomaly"])
        // Its fields are the model's inputs.
        choice.columns = ["b", "a", "sum"]
        let error = #expect(throws: LabError.self) {
            try making.write([waves], choice, windowSizes: [50], overwrites: false)
        }
        #expect(error?.message.contains("in this order") == true, "\(error?.message ?? "")")
    }

    @Test(
        "[drift-133] values that depend on those before them say how far apart they hardly do",
        arguments: [0.0, 0.9]
    )
    func spacing(correlation: Double) throws {
        var (value, rows) = (0.0, "x\n")
        for row in 0..<4000 {
            value = correlation * value + Double((row &* 7919) % 997) - 498
            rows += "\(value)\n"
        }
        let making = try ModelProfile(
            model: nil,
            out: "\(workshop.folder.path)/b.json",
            created: Timestamp(microseconds: 0)
        )
        let file = try workshop.folder.write(rows, to: "x.csv")
        let made = try making.write([file], FeatureChoice(), windowSizes: [200], overwrites: false)
        let source = try BaselineSource(made.path)
        let lag = try #require(made.profile.features[0].numeric?.lag1)
        let spacing = try source.spacing("x")
        #expect(spacing == 1 ? lag <= 0.05 : pow(lag, Double(spacing)) <= 0.05 && pow(lag, Double(spacing - 1)) > 0.05)
        #expect((spacing > 10) == (correlation > 0.5), "\(lag)")
        #expect(throws: LabError.self) { try source.spacing("y") }
    }

    @Test("[drift-126] a bundle's folder is not written to")
    func bundle() throws {
        try FileManager.default.createDirectory(
            at: workshop.folder.url.appending(path: "m"),
            withIntermediateDirectories: true
        )
        try workshop.folder.write("model", to: "m/model.onnx")
        try workshop.folder.write("{}", to: "m/manifest.json")
        let error = #expect(throws: LabError.self) {
            try ModelProfile(model: "\(workshop.folder.path)/m", out: nil, created: Timestamp(microseconds: 0))
        }
        #expect(error?.message.contains("is a bundle") == true)
    }

    @Test("[drift-140][drift-146] a file is compared with a baseline: its features, its types, its model")
    func compares() throws {
        try FileManager.default.createDirectory(
            at: workshop.folder.url.appending(path: "m"),
            withIntermediateDirectories: true
        )
        try workshop.folder.write("model", to: "m/model.onnx")
        _ = try profile("m/baseline.json", model: "m")
        let source = try BaselineSource("\(workshop.folder.path)/m")
        let steady = try FileComparison(with: .baseline(source), FeatureChoice()).run([
            try file("b.csv", rows: 1200..<1700)
        ])
        #expect(steady.features.map(\.name) == ["x", "y", "site", "wrong"])
        #expect(steady.features[2].kind == .categorical && steady.features.map(\.verdict).max() == .steady)
        #expect(steady.notes.count == 1 && steady.notes[0].contains("off by up to 0.003906"))
        let errors = try FileComparison(with: .baseline(source), FeatureChoice()).run([
            try file("c.csv", rows: 1200..<1700, errors: 2)
        ])
        #expect(errors.sorted[0].name == "wrong" && errors.sorted[0].verdict == .drift)
        // What comes out of the model need not be in the file.
        let inputs = try workshop.folder.write(
            try String(contentsOfFile: file("d.csv", rows: 0..<300), encoding: .utf8).replacing("wrong", with: "other"),
            to: "d.csv"
        )
        let without = try FileComparison(with: .baseline(source), FeatureChoice()).run([inputs])
        #expect(without.features.map(\.name) == ["x", "y", "site"])
        #expect(without.notes.prefix(2) == ["not in the current file, and not compared: wrong", "not compared: other"])
        #expect(without.rows?.features == ["x", "y"])
        // The model beside it is another one now.
        try workshop.folder.write("another", to: "m/model.onnx")
        let error = #expect(throws: LabError.self) { try BaselineSource("\(workshop.folder.path)/m") }
        #expect(error?.message.contains("belongs to a model with SHA-256") == true)
    }
}
