import Foundation
import Models
import Support
import Testing

/// C19, clocks that jump, is the matter of the machine alone: see `UpdateMachine`'s tests of [update-23] and [update-24].
@Suite("A cut at every point of an update")
struct CrashPointTests {
    @Test(
        "leaves a verified model that answers, and the update goes on or back: [update-25] to [update-28], [update-51]",
        arguments: CrashPoint.rows
    )
    func point(row: CrashPoint) async throws {
        let node = try await CrashingNode()
        for (number, fault) in row.faults.enumerated() {
            try node.start(fault: fault)
            if number == 0 {
                try await node.waitForStatus()
                try await node.install(2, job: "update", strategy: row.strategy)
            }
            try await node.waitForCut()
        }
        try node.start()
        try await node.waitForStatus()
        try await node.checkAnswer()
        let end = try await node.waitForEnd(of: "update")
        switch row.outcome {
        case .confirmed: try await checkConfirmed(node, end)
        case .failed(let code): try await checkFailed(node, end, code)
        }
        if row.faults == ["C4:3"] {
            let resumed = Said(node.words.output).progress(of: "update").compactMap { $0.details?["resumed_from"] }
            #expect(!resumed.isEmpty, "it began anew")
        }
        node.checkNumbers(of: "update")
    }

    private func checkConfirmed(_ node: CrashingNode, _ end: Progress) async throws {
        #expect(end.status == "SUCCEEDED" && end.phase == "CONFIRMED", "\(end)")
        try await node.words.waitForOutput("the event") {
            Said($0).events("confirmed").contains { $0.data.version == "2" }
        }
        try await node.checkRest(active: 2)
        let state = try #require(Said(node.words.output).state)
        #expect(state.previous?.version == "1")
        #expect(state.rejected.isEmpty)
        // However often it is told: it happened once.
        let events = Said(node.words.output).events("confirmed").filter { $0.data.version == "2" }
        #expect(Set(events.map(\.id)).count == 1)
    }

    private func checkFailed(_ node: CrashingNode, _ end: Progress, _ code: String) async throws {
        let wanted = node.versions.bundles[1].description
        #expect(end.status == "FAILED" && end.code == code, "\(end)")
        try await node.checkRest(active: 1)
        let state = try #require(Said(node.words.output).state)
        #expect(state.rejected.map(\.bundle) == [wanted] && state.rejected.map(\.code) == [code])
        // [I4] Nobody tries it again without being asked to.
        try node.start()
        try await node.waitForStatus()
        try await node.install(2, job: "again")
        #expect(try await node.waitForEnd(of: "again").code == "rejected_before")
        #expect(try await node.ask().version == 1)
        try await node.stop()
    }
}
