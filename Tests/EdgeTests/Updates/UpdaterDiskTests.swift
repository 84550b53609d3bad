import Models
import Storage
import Support
import Testing

@testable import Edge

@Suite("The updater while the disk takes nothing")
struct UpdaterDiskTests {
    @Test(
        "[update-62] a trial that fails is withdrawn once, though that cannot be written; it is when the disk is back"
    )
    func full() async throws {
        let rig = try UpdaterRig()
        rig.install("j1", 2)
        try await rig.wait(for: "the trial") { if case .order(.trial) = $0 { true } else { false } }
        try rig.fillDisk(true)
        rig.report(2, .trial(answered: 0, errors: 100, p99: nil, p99Before: nil))
        try await rig.wait(for: "the trouble") {
            if case .state(let state) = $0 { state.trouble != nil } else { false }
        }
        rig.install("j2", 3, as: 2)
        rig.pass(.seconds(2))
        #expect(try rig.database.models().first?.candidate?.phase == "TRIAL")
        #expect(!rig.progress.contains { $0.status.isFinal })
        try rig.fillDisk(false)
        rig.pass(.seconds(2))
        #expect(try await rig.wait(for: "j1").code == .errorRate)
        try await rig.wait(for: "j2", "TRIAL")
        rig.stop()
        #expect(rig.orders.filter { $0.hasPrefix("withdraw") } == ["withdraw \(FakeWork.id(2).short)"])
        #expect(rig.lastState?.trouble == nil)
        #expect(rig.words.value.contains { if case .taken(2) = $0 { true } else { false } })
    }
}
