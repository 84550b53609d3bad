import Anomaly
import Lab
import Support
import Telemetry
import Testing
import Training

@Suite struct ModelTrainingTests {
    @Test("[train-1] learns the numbers of a file, but not its labels")
    func columns() throws {
        let workshop = try Workshop()
        let file = try workshop.waves("a.csv", rows: 200)
        let result = try workshop.train(try workshop.plan([file]))
        #expect(result.baseline.fields.map(\.name) == ["a", "b", "sum"])
        #expect(result.leftOut == ["anomaly"])
        #expect(result.baseline.model.name == "model" && result.baseline.window.size == 5)
        #expect(result.baseline.rowCount == 200 && result.smoothed.count == 196)
        #expect(result.baseline.data.start == "2026-01-01T00:00:01.000Z")
        #expect(result.baseline.data.end == "2026-01-01T00:03:20.000Z")
        var plan = try workshop.plan([file])
        plan.columns = ["sum", "a"]
        #expect(try workshop.train(plan).baseline.fields.map(\.name) == ["sum", "a"])
        plan.columns = nil
        plan.excluded = ["b"]
        #expect(try workshop.train(plan).baseline.fields.map(\.name) == ["a", "sum"])
    }

    @Test("[train-2] no window reaches over files, rows left out, or gaps")
    func segments() throws {
        let workshop = try Workshop()
        let files = [
            try workshop.waves("a.csv", rows: 60), try workshop.waves("b.csv", rows: 50, gaps: [20]),
        ]
        var plan = try workshop.plan(files)
        #expect(try workshop.train(plan).smoothed.count == 56 + 46)
        plan.maximalGapSeconds = 5
        #expect(try workshop.train(plan).smoothed.count == 56 + 16 + 26)
        plan.rows = .rows(10..<40)
        let result = try workshop.train(plan)
        #expect(result.smoothed.count == 26 + 6 + 16 && result.segments == 3)
        #expect(result.baseline.data.files.map(\.rows) == [30, 30])
        plan.rows = .times(
            from: Timestamp(rfc3339: "2026-01-01T00:00:31Z"),
            to: Timestamp(rfc3339: "2026-01-01T00:00:51Z")
        )
        plan.files = [files[0]]
        #expect(try workshop.train(plan).baseline.rowCount == 20)
    }

    @Test("[train-11] rows of a key are taken together wherever they stand, and no window is made of rows of two keys")
    func keys() throws {
        let workshop = try Workshop()
        let files = [try workshop.waves("a.csv", rows: 60), try workshop.waves("b.csv", rows: 50)]
        let apart = try workshop.train(try workshop.plan(files))
        let lines = try files.map { path in
            String(decoding: try workshop.bytes(path), as: UTF8.self).split(separator: "\n").map(String.init)
        }
        // The streams in turns, then what is left of the longer one.
        var text = lines[0][0] + ",device\n"
        for row in 1...60 {
            text += lines[0][row] + ",x\n"
            if row < lines[1].count { text += lines[1][row] + ",y\n" }
        }
        var plan = try workshop.plan([try workshop.folder.write(text, to: "both.csv")])
        plan.key = "device"
        let together = try workshop.train(plan)
        #expect(together.model.onnx == apart.model.onnx && together.smoothed == apart.smoothed)
        #expect(together.segments == 2 && together.baseline.fields == apart.baseline.fields)
        // Rows 20 to 39 are ten of each.
        plan.rows = .rows(20..<40)
        #expect(try workshop.train(plan).smoothed.count == 6 + 6)
        plan.key = "site"
        #expect(throws: LabError.self) { try workshop.train(plan) }
        plan.key = "device"
        plan.excluded = ["device"]
        #expect(throws: LabError.self) { try workshop.train(plan) }
    }

    @Test("[train-9] the baseline describes the smoothed scores of every stride-th window of each segment")
    func scores() throws {
        let workshop = try Workshop()
        let files = [try workshop.waves("a.csv", rows: 60), try workshop.waves("b.csv", rows: 50)]
        var plan = try workshop.plan(files)
        plan.stride = 3
        plan.choice.smooth = 4
        plan.choice.factor = 1.5
        let result = try workshop.train(plan)
        var expected: [Double] = []
        for segment in result.model.scores {
            let taken = stride(from: 0, to: segment.scores.count, by: 3).map { segment.scores[$0] }
            for index in taken.indices {
                let latest = taken[max(0, index - 3)...index]
                expected.append(latest.reduce(0, +) / Double(latest.count))
            }
        }
        #expect(result.smoothed.count == 19 + 16 && expected.count == 35)
        #expect(zip(result.smoothed, expected).allSatisfy { abs($0 - $1) < 1e-12 })
        let sorted = result.smoothed.sorted()
        #expect(result.baseline.score.value == Quantiles.value(at: 0.99, of: sorted))
        #expect(try result.baseline.rule().threshold == result.baseline.score.value * 1.5)
    }

    @Test("[train-5] equal trainings give equal folders, but for the time")
    func repeatable() throws {
        let workshop = try Workshop()
        let plan = try workshop.plan([try workshop.waves("a.csv", rows: 100)])
        for (name, created) in [("x/m", Int64(0)), ("y/m", 0), ("z/m", 1_000_000)] {
            try workshop.train(plan, name: name, created: created).write(to: workshop.model(name), overwrites: false)
        }
        let folders = try ["x/m", "y/m", "z/m"].map { name in
            try ["model.onnx", "baseline.json", "report.md"].map {
                try workshop.bytes("\(workshop.model(name).path)/\($0)")
            }
        }
        #expect(folders[0] == folders[1])
        #expect(folders[0][0] == folders[2][0] && folders[0][1] != folders[2][1])
        let first = try workshop.model("x/m").readBaseline()
        let third = try workshop.model("z/m").readBaseline()
        #expect(first.profileID == third.profileID && first.profileID.count == 16)
        #expect(third.with(profileID: first.profileID, created: first.created) == first)
    }

    @Test(
        "[train-6] warns of training rows that are marked as anomalous, unless the marks are learnt or left out by name"
    )
    func marked() throws {
        let workshop = try Workshop()
        var plan = try workshop.plan([try workshop.waves("a.csv", rows: 200, fault: 90..<97)])
        let result = try workshop.train(plan)
        #expect(result.warnings.first?.contains("7 of the 200 training rows are marked") == true)
        #expect(result.leftOut == ["anomaly"] && result.baseline.fields.map(\.name) == ["a", "b", "sum"])
        plan.rows = .rows(100..<200)
        #expect(try workshop.train(plan).marked == 0)
        plan.rows = .all
        plan.excluded = ["anomaly"]
        #expect(try workshop.train(plan).marked == 0)
        plan.excluded = []
        plan.columns = ["sum", "anomaly"]
        #expect(try workshop.train(plan).warnings.allSatisfy { !$0.contains("marked") })
    }

    @Test("[train-6] warns of few windows and of windows above the threshold")
    func warnings() throws {
        let workshop = try Workshop()
        let rows = (0..<30).map { "\($0 % 7),\($0 == 20 ? 900 : $0 % 5)" }
        let file = try workshop.folder.write((["x,y"] + rows).joined(separator: "\n"), to: "a.csv")
        var plan = try workshop.plan([file], window: 11)
        plan.choice = ScoreProfile.Choice(smooth: 1, quantile: 0.5, factor: 1)
        let result = try workshop.train(plan)
        try #require(result.warnings.count == 2)
        #expect(result.warnings[0].contains("20 windows are few for windows of 22 numbers"))
        #expect(result.warnings[1].contains("10 of the 20 training windows lie above the threshold"))
        try result.write(to: workshop.model(), overwrites: false)
        let report = String(decoding: try workshop.bytes("\(workshop.model().path)/report.md"), as: UTF8.self)
        for part in result.warnings + ["| a.csv | 30 |", "| x | 0 |", "window: 11 rows x 2 fields"] {
            #expect(report.contains(part), "\(part) is missing in\n\(report)")
        }
        #expect(report.split(separator: "\n").count { $0.hasSuffix("#") } >= 2, "\(report)")
    }

    @Test(
        "[train-3] refuses what cannot be learnt, with a way to mend it",
        arguments: [
            ("x,y\n1,2\n3\n", "line 3"), ("x,y\n1,2\n3,warm\n", "'warm'"), ("x,y\n", "no row"), ("", "empty"),
            ("x,y\n1,2\n3,\n4,5\n", "line 3: 'y' is empty"), ("x,y\n1,2\n3,nan\n", "line 3"),
            ("x,y\n1,2\n3,1e39\n", "more than a Float32"), ("x,y\n1,2\n3,4\n5,7\n", "window"),
            ("x,y\n" + String(repeating: "1,2\n", count: 50), "'x' (1.0), 'y' (2.0): the same in every training row"),
            ("x,still\n" + String(repeating: "1,2\n3,2\n", count: 50), "leave out by --exclude-column 'still'"),
            (",x\n0,1\n1,2\n", "column 1 has no name"), ("anomaly\n0\n1\n", "no column of numbers"),
        ]
    )
    func refuses(text: String, message: String) throws {
        let workshop = try Workshop()
        let file = try workshop.folder.write(text, to: "bad.csv")
        let error = #expect(throws: LabError.self) { try workshop.train(try workshop.plan([file])) }
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        #expect(try workshop.contents() == ["bad.csv"])
    }

    @Test("[train-9] a model that reproduces its rows to the last digit has a threshold that 32 bits can tell from 0")
    func exact() throws {
        let workshop = try Workshop()
        var plan = try workshop.plan([try workshop.waves("a.csv", rows: 100)])
        #expect(try workshop.train(plan).warnings.allSatisfy { !$0.contains("last digit") })
        plan.family = .window(try WindowAutoencoder.Options(window: 5, energy: 1))
        let result = try workshop.train(plan)
        #expect(result.model.scores.flatMap(\.scores).allSatisfy { $0 < 1e-6 })
        #expect(abs(result.baseline.score.value - 1.5e-6) < 1e-12)
        #expect(result.warnings.contains { $0.contains("reproduces the training rows to the last digit") })
    }

    @Test("[train-3] refuses columns that are not there, or differ between files, and files that are not there")
    func refusesColumns() throws {
        let workshop = try Workshop()
        let file = try workshop.waves("a.csv", rows: 50)
        let other = try workshop.folder.write("time,a,c\n2026-01-01T00:00:00Z,1,2\n", to: "b.csv")
        func refusal(_ files: [String], _ change: (inout TrainingPlan) -> Void = { _ in }) throws -> String {
            var plan = try workshop.plan(files)
            change(&plan)
            return #expect(throws: LabError.self) { try workshop.train(plan) }?.message ?? ""
        }
        #expect(try refusal([file]) { $0.columns = ["a", "speed"] }.contains("no column 'speed'"))
        #expect(try refusal([file]) { $0.excluded = ["speed"] }.contains("no column 'speed' to leave out"))
        #expect(try refusal([file, other]).contains("name the columns of all files"))
        #expect(try refusal([file]) { $0.rows = .rows(50..<60) }.contains("there are 50"))
        #expect(try refusal([workshop.folder.path + "/none.csv"]).contains("none.csv cannot be read: No such file"))
        let late = Timestamp(rfc3339: "2027-01-01T00:00:00Z")
        #expect(try refusal([file]) { $0.rows = .times(from: late, to: nil) }.contains("to 2026-01-01T00:00:50.000Z"))
        let plain = try workshop.folder.write("a\n1\n2\n", to: "plain.csv")
        #expect(try refusal([plain]) { $0.maximalGapSeconds = 5 }.contains("--max-gap needs times"))
        #expect(try refusal([file, plain]) { $0.columns = ["a"] }.contains("or take 'none' of it"))
        #expect(try refusal([file]) { $0.time = .none }.contains("time"))
    }
}
