import Models
import Testing

@testable import Edge

@Suite("The place of a model")
struct ModelSlotTests {
    private func slot(_ version: Int = 1) -> ModelSlot { ModelSlot(HostedModel(Staged.factor(version).model)) }

    private func begin(_ slot: ModelSlot, _ version: Int, _ percent: Int) {
        let staged = Staged.factor(version)
        slot.begin(HostedModel(staged.model, bundle: staged.id), of: staged, share: Share(percent: percent))
    }

    private func version(_ slot: ModelSlot, _ version: String? = nil, _ client: String = "a") -> String? {
        slot.host(version: version) { client }?.version
    }

    @Test("[stage-11] without a candidate all goes to what serves, and only its version can be asked for")
    func alone() {
        let slot = slot()
        #expect(version(slot) == "1" && version(slot, "1") == "1" && version(slot, "2") == nil)
        #expect(slot.versions == ["1"] && slot.main === slot.active)
    }

    @Test("[stage-11] a share of all clients goes to the candidate, each always to the same one")
    func shared() {
        let slot = slot()
        begin(slot, 2, 30)
        let clients = (0..<1000).map { "clients/\($0)/reply" }
        let chosen = clients.map { version(slot, nil, $0) }
        #expect((200...400).contains(chosen.count { $0 == "2" }))
        #expect(chosen == clients.map { version(slot, nil, $0) })
        #expect(version(slot, "1") == "1" && version(slot, "2") == "2" && version(slot, "3") == nil)
        #expect(slot.versions == ["1", "2"] && slot.main === slot.active)
    }

    @Test("[stage-11] with all of it the candidate serves whoever names no version; the other one can be asked for")
    func whole() {
        let slot = slot()
        begin(slot, 2, 100)
        #expect(version(slot) == "2" && version(slot, "1") == "1" && version(slot, "2") == "2")
        #expect(slot.main === slot.trial?.model)
    }

    @Test("[stage-11] two bundles of one version share it as those who name none do")
    func sameVersion() {
        let slot = slot()
        begin(slot, 1, 30)
        let clients = (0..<1000).map { "clients/\($0)/reply" }
        for client in clients {
            let named = slot.host(version: "1") { client }
            #expect(named === slot.host(version: nil) { client })
        }
    }

    @Test("[stage-30] what served before retires until it has finished")
    func retires() {
        let slot = slot()
        let old = slot.active
        old.isBusy = true
        slot.replace(with: HostedModel(Staged.factor(2).model))
        #expect(slot.hosted.map(\.version) == ["1", "2"])
        #expect(slot.takeFinished().isEmpty)
        old.isBusy = false
        #expect(slot.takeFinished().map(\.version) == ["1"])
        #expect(slot.hosted.map(\.version) == ["2"])
    }

    @Test("[stage-40] the 99th percentile of late is of the last minutes, and of all time where they hold too little")
    func recent() {
        var statistics = ModelStatistics()
        var recent = RecentLatency()
        for _ in 0..<99 { statistics.answered(after: .milliseconds(100)) }
        #expect(recent.tail(of: statistics) == LatencyTail(of: ModelStatistics()))
        statistics.answered(after: .milliseconds(100))
        #expect((recent.tail(of: statistics).requests ?? 0) >= 100_000)
        recent.note(statistics)
        for _ in 0..<99 { statistics.answered(after: .milliseconds(1)) }
        #expect((recent.tail(of: statistics).requests ?? 0) >= 100_000)
        statistics.answered(after: .milliseconds(1))
        #expect((1000..<1200).contains(recent.tail(of: statistics).requests ?? 0))
        #expect(recent.tail(of: statistics).windows == nil)
    }
}
