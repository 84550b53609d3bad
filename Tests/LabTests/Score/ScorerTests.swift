import Anomaly
import Foundation
import Inference
import Lab
import Support
import Telemetry
import Testing
import Training

@Suite struct ScorerTests {
    private static func runtime() throws -> OnnxRuntime {
        try OnnxRuntime.load(library: Project.onnxRuntime, environment: [:], programDirectory: nil)
    }

    private static func trained(_ change: (inout TrainingPlan) -> Void = { _ in }) throws -> Workshop {
        let workshop = try Workshop()
        var plan = try workshop.plan([try workshop.waves("good.csv", rows: 400)])
        change(&plan)
        try workshop.train(plan).write(to: workshop.model(), overwrites: false)
        return workshop
    }

    private static func score(
        _ workshop: Workshop,
        _ file: String,
        _ plan: ScoringPlan = ScoringPlan()
    ) throws -> ScoredFile {
        try Scorer(workshop.model(), plan, runtime: runtime()).score(file)
    }

    @Test("[score-1] finds a fault and counts it against labels")
    func fault() throws {
        let workshop = try Self.trained()
        let file = try workshop.waves("bad.csv", rows: 700, fault: 500..<560)
        var plan = ScoringPlan()
        plan.labels = "anomaly"
        let scored = try Self.score(workshop, file, plan)
        #expect(scored.rows == 700 && scored.name == "bad" && scored.fields == ["a", "b", "sum"])
        #expect(scored.scores[..<4].allSatisfy { $0 == nil } && scored.scores[4...].allSatisfy { $0 != nil })
        #expect(scored.decisions[..<500].allSatisfy { !$0 } && scored.decisions[510..<560].allSatisfy { $0 })
        #expect(scored.episodes.count == 1 && scored.episodes[0].ending == .recovered)
        var confusion = Confusion()
        confusion.add(scored, skippedRows: 400)
        #expect(confusion.hits + confusion.misses == 60 && confusion.falseAlarms + confusion.quiet == 240)
        #expect(confusion.hits == scored.decisions[500..<560].count { $0 })
        #expect(confusion.falseAlarms == scored.decisions[560...].count { $0 })
        let (precision, recall) = (try #require(confusion.precision), try #require(confusion.recall))
        #expect(abs(try #require(confusion.f1) - 2 * precision * recall / (precision + recall)) < 1e-12)
        #expect(recall > 0.9 && precision > 0.8)
    }

    @Test(
        "[score-1][score-2] scores and decisions are those of Python's onnxruntime, over gaps too",
        arguments: [1, 3]
    )
    func python(stride: Int) async throws {
        let python = Project.root.appending(path: ".marram/venv/bin/python").path
        guard FileManager.default.isExecutableFile(atPath: python) else {
            throw SupportError("\(python) is not there: run helpers/setup.sh")
        }
        let workshop = try Self.trained {
            $0.stride = stride
            $0.maximalGapSeconds = 10
            $0.choice.smooth = 4
        }
        let file = try workshop.waves("bad.csv", rows: 900, fault: 300..<340, gaps: [100, 320, 600, 602])
        let script = Project.root.appending(path: "Tests/Fixtures/make_scores.py").path
        let made = try await Command([python, script, workshop.model().path, file]).run()
        #expect(made.code == 0, "\(made.errors)")
        let expected = try JSONDecoder().decode(Answer.self, from: Data(made.output.utf8))
        let scored = try Self.score(workshop, file)
        #expect(scored.decisions == expected.decisions)
        #expect(scored.decisions.contains(true) && scored.episodes.contains { $0.ending == .interrupted })
        #expect(scored.scores.count == expected.scores.count)
        for (ours, theirs) in zip(scored.scores, expected.scores) {
            #expect((ours == nil) == (theirs == nil))
            guard let ours, let theirs else { continue }
            #expect(abs(ours - theirs) <= 1e-5 * max(abs(theirs), 1e-3))
        }
    }

    private struct Answer: Decodable {
        let scores: [Double?]
        let decisions: [Bool]
    }

    @Test("[score-3] rows with missing numbers, and late ones, are passed over and counted")
    func passesOver() throws {
        let workshop = try Self.trained()
        let file = try workshop.waves("good2.csv", rows: 60)
        var lines = String(decoding: try workshop.bytes(file), as: UTF8.self).split(separator: "\n").map(String.init)
        let whole = try Self.score(workshop, file)
        lines.insert(lines[20], at: 21)
        lines.insert(lines[30].replacing(#/,[^,]+,([^,]+),(\d)$/#) { ",,\($0.1),\($0.2)" }, at: 30)
        let holes = try workshop.folder.write(lines.joined(separator: "\n"), to: "holes.csv")
        let scored = try Self.score(workshop, holes)
        #expect(scored.late == 1 && scored.passedOver == 1 && scored.rows == 62)
        #expect(scored.scores.compactMap { $0 } == whole.scores.compactMap { $0 })
        #expect(scored.scores[20] == nil && scored.scores[29] == nil)
        var plan = ScoringPlan()
        plan.acceptsLate = true
        #expect(try Self.score(workshop, holes, plan).late == 0)
    }

    @Test("[score-3] after 100 earlier rows in a row the clock is believed to have been set back")
    func clockSetBack() throws {
        let workshop = try Self.trained()
        let file = String(decoding: try workshop.bytes(try workshop.waves("long.csv", rows: 400)), as: UTF8.self)
        let lines = file.split(separator: "\n")
        let back = lines[..<1] + lines[301...] + lines[1...300]
        let scored = try Self.score(workshop, try workshop.folder.write(back.joined(separator: "\n"), to: "back.csv"))
        #expect(scored.rows == 400 && scored.late == 100)
        #expect(scored.scores[99] != nil && scored.scores[203] == nil && scored.scores[204] != nil)
    }

    @Test("[score-5] writes a line for each row")
    func writes() throws {
        let workshop = try Self.trained()
        let scored = try Self.score(workshop, try workshop.waves("new.csv", rows: 30, fault: 20..<25))
        let out = workshop.folder.path + "/scores.csv"
        try scored.writeScores(to: out)
        try scored.writeDecisions(to: workshop.folder.path + "/new.txt")
        let table = try CSVTable(try workshop.bytes(out))
        #expect(table.names == ["score", "threshold", "anomaly"] && table.rows == 30)
        for row in 0..<30 {
            let values = Array(table.row(row))
            #expect(scored.scores[row].map { $0 == values[0] } ?? values[0].isNaN)
            #expect(values[1] == scored.threshold && values[2] == (scored.decisions[row] ? 1 : 0))
        }
        #expect(table.times == scored.times)
        let flags = String(decoding: try workshop.bytes(workshop.folder.path + "/new.txt"), as: UTF8.self)
        #expect(flags == scored.decisions.map { $0 ? "1\n" : "0\n" }.joined())
        #expect(scored.decisions.contains(true))
    }

    @Test("[score-4] refuses a model that takes other windows than the baseline says")
    func refusesOtherWindows() throws {
        let workshop = try Self.trained()
        let path = workshop.model().path + "/baseline.json"
        let json = String(decoding: try workshop.bytes(path), as: UTF8.self)
        try workshop.folder.write(json.replacing("\"size\":5", with: "\"size\":6"), to: "model/baseline.json")
        let error = #expect(throws: LabError.self) {
            try Scorer(workshop.model(), ScoringPlan(), runtime: Self.runtime())
        }
        #expect(error?.message.contains("FP32 [N, 6, 3]") == true, "\(error?.message ?? "")")
    }

    @Test("[score-7] a picture has the series, the score, and runs of decisions and labels as ranges of rows")
    func picture() throws {
        let workshop = try Self.trained()
        var plan = ScoringPlan()
        plan.labels = "anomaly"
        let scorer = try Scorer(workshop.model(), plan, runtime: Self.runtime())
        let scored = try scorer.score(try workshop.waves("new.csv", rows: 60, fault: 30..<40))
        let json = try ScorePicture(scored, scorer.baseline, trainingRows: 20).json()
        let drawn = try JSONDecoder().decode(Drawn.self, from: Data(json))
        #expect(drawn.labels == [[30, 39]] && drawn.training == [0, 19] && drawn.time.count == 60)
        #expect(drawn.panels.map(\.title) == ["a", "b", "sum", "score"])
        #expect(drawn.panels[3].threshold == scored.threshold && drawn.panels[3].series[0].values == scored.scores)
        let covered = Set(drawn.anomalies.flatMap { Array($0[0]...$0[1]) })
        #expect(covered == Set(scored.decisions.indices.filter { scored.decisions[$0] }) && !covered.isEmpty)
    }

    private struct Drawn: Decodable {
        struct Panel: Decodable {
            let title: String
            let series: [Series]
            let threshold: Double?
        }
        struct Series: Decodable { let values: [Double?] }

        let time: [Double]
        let panels: [Panel]
        let anomalies, labels: [[Int]]
        let training: [Int]
    }
}
