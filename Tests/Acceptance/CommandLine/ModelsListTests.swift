import Foundation
import Storage
import Support
import Testing

/// `marram models list` and `history`, beside a process that works in the data folder.
@Suite struct ModelsListTests {
    private let bundle = [UInt8](repeating: 0x9C, count: 32)
    private let other = [UInt8](repeating: 0x4F, count: 32)
    private let time: Int64 = 1_795_243_034_120

    @Test("lists what is kept of every model while another process works there: [command-56]")
    func list() async throws {
        let marram = try MarramCommand("models: [{name: press, path: \(Sample.iris)}]")
        let database = try StateDatabase(directory: marram.folder.path + "/data")
        var row = ModelRow(name: "press")
        row.active = resident(bundle, "7", isSigned: true)
        row.previous = resident(other, "6", isSigned: false)
        row.floor = 3
        row.rejected = [RejectedRow(bundle: other, code: "bad_signature", time: time)]
        row.candidate = CandidateRow(
            job: "j1",
            phase: "TRIAL",
            starts: 1,
            remainingMilliseconds: 90_000,
            bundle: other,
            version: "8",
            command: "{}",
            target: "{}"
        )
        try database.save(row)
        try database.save(ModelRow(name: "old"))
        let result = try await marram.run(["models", "list"])
        #expect(result.code == 0, "\(result.errors)")
        #expect(
            result.output == """
                old  (not configured, not served)
                  active     none
                  floor      0
                press
                  active     version 7  9c9c9c9c9c9c9c9c  since 2026-11-21T06:37:14Z  signed
                  previous   version 6  4f4f4f4f4f4f4f4f  since 2026-11-21T06:37:14Z  not signed
                  candidate  version 8  4f4f4f4f4f4f4f4f  TRIAL  for 90 s from its last start  job j1
                  floor      3
                  rejected   4f4f4f4f4f4f4f4f  bad_signature  2026-11-21T06:37:14Z

                """
        )
        #expect(try database.models().count == 2)
    }

    @Test("tells what has happened, the latest last: [command-56]")
    func history() async throws {
        let marram = try MarramCommand("node: shop")
        let database = try StateDatabase(directory: marram.folder.path + "/data")
        try database.save(nil, history: [entry("press", "confirmed", "7", 0), entry("iris", "activated", "1", 1000)])
        var back = entry("press", "rolled_back", "8", 2000)
        (back.code, back.reason, back.job, back.bundle) = ("error_rate", "3 of 20 answers", "j1", bundle)
        try database.save(nil, history: [back])
        let lines = [
            "2026-11-21T06:37:14Z  press  confirmed  version 7", "2026-11-21T06:37:15Z  iris  activated  version 1",
            "2026-11-21T06:37:16Z  press  rolled back  version 8  9c9c9c9c9c9c9c9c  job j1  error_rate: 3 of 20 answers",
        ]
        for (arguments, expected) in [
            ([], lines), (["press"], [lines[0], lines[2]]), (["--limit", "1"], [lines[2]]),
            (["rose"], ["nothing has happened to 'rose'"]),
        ] {
            let result = try await marram.run(["models", "history"] + arguments)
            #expect(result.output.split(separator: "\n").map(String.init) == expected, "\(result.errors)")
        }
        #expect(try database.models().isEmpty)
    }

    @Test("says that a data folder has no database, or nothing of models")
    func nothing() async throws {
        let marram = try MarramCommand("node: shop")
        for word in ["list", "history"] {
            let result = try await marram.run(["models", word])
            #expect(result.code == 1 && result.errors.contains("start marram there first"), "\(result.errors)")
        }
        _ = try StateDatabase(directory: marram.folder.path + "/data")
        let list = try await marram.run(["models", "list"])
        #expect(list.code == 0 && list.output.contains("no model has come"), "\(list.errors)")
        let history = try await marram.run(["models", "history"])
        #expect(history.code == 0 && history.output == "nothing has happened\n", "\(history.errors)")
    }

    private func resident(_ bundle: [UInt8], _ version: String, isSigned: Bool) -> ResidentRow {
        ResidentRow(bundle: bundle, version: version, securityVersion: 3, isSigned: isSigned, source: nil, since: time)
    }

    private func entry(_ model: String, _ what: String, _ version: String, _ after: Int64) -> HistoryRow {
        HistoryRow(time: time + after, model: model, what: what, version: version, event: "e\(model)\(after)")
    }
}
