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
        try node.start(fault: row.last)
        try await node.waitForStatus()
        try await node.checkAnswer()
        let end = try await node.waitForEnd(of: "update")
        switch row.outcome {
        case .confirmed: try await checkConfirmed(node, end)
        case .failed(let code): try await checkFailed(node, end, code)
        }
        node.checkNumbers(of: "update")
    }

    @Test(
        "leaves an empty device on its way to its first bundle, from the configuration",
        arguments: ["C1", "C2", "C6", "C7a", "C7b", "C8", "C12", "C12:2", "C14"],
        [true, false]
    )
    func firstOfConfiguration(fault: String, isBundle: Bool) async throws {
        let node = try await CrashingNode(model: isBundle ? nil : Project.fixture("plus_1"), isEmpty: true)
        try node.start(fault: fault)
        try await node.waitForCut()
        try node.start()
        try await node.waitForStatus()
        #expect(try await node.ask().version == 1)
        try await node.checkRest(active: 1, isSigned: isBundle)
    }

    @Test(
        "leaves an empty device on its way to its first bundle, from a command",
        arguments: ["C1", "C2", "C3", "C4", "C5", "C6", "C7a", "C7b", "C8", "C12", "C12:2", "C14"]
    )
    func firstOfCommand(fault: String) async throws {
        let node = try await CrashingNode(model: "/nowhere/press", isEmpty: true)
        try node.start(fault: fault)
        try await node.waitForStatus("degraded")
        try await node.install(2, job: "first")
        try await node.waitForCut()
        try node.start()
        #expect(try await node.waitForEnd(of: "first").status == "SUCCEEDED")
        try await node.waitForStatus()
        #expect(try await node.ask().version == 2)
        try await node.checkRest(active: 2)
    }

    @Test("leaves the way back to the previous version to go on: [update-32]", arguments: ["C12", "C12:2"])
    func wayBack(fault: String) async throws {
        let node = try await CrashingNode()
        try node.start()
        try await node.waitForStatus()
        try await node.install(2, job: "update")
        try await node.waitForEnd(of: "update")
        try await node.stop()
        try node.start(fault: fault)
        try await node.waitForStatus()
        let command = #"{"v":1,"id":"back","cmd":"rollback","model":"press"}"#
        try await node.broker.publish(command, to: "marram/v1/n1/cmd", ["-q", "1"])
        try await node.waitForCut()
        try node.start()
        try await node.waitForStatus()
        try await node.words.waitForOutput("the reply") { $0.contains("marram/v1/n1/cmd/result {") }
        let reply = node.words.lines.last { $0.hasPrefix("marram/v1/n1/cmd/result ") } ?? ""
        // Before the commit nobody knows whose word it was: the command, which comes again, may find it done.
        let isAnswered = reply.contains(#""ok":true"#) || fault == "C12" && reply.contains("nothing_to_roll_back")
        #expect(isAnswered, "\(reply)")
        try await node.checkRest(active: 1)
        let state = try #require(Said(node.words.output).state)
        #expect(state.rejected.map(\.bundle) == [node.versions.bundles[1].description])
        #expect(state.previous == nil)
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
