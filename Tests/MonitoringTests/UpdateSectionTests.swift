import Testing

@testable import Monitoring

@Suite("The latest updates")
struct UpdateSectionTests {
    private func step(_ phase: String, _ details: [String: String] = [:], _ status: String = "IN_PROGRESS")
        -> UpdateSection.Step
    {
        UpdateSection.Step(phase: phase, status: status, time: "t-\(phase)", details: details)
    }

    @Test("[dashboard-api-4] a step is a phase with all that was said of it")
    func stepsAreMerged() {
        var updates = UpdateSection()
        updates.note(job: "j", model: "m", version: nil, step("RECEIVED"), isEnd: false)
        updates.note(
            job: "j",
            model: "m",
            version: "2",
            step("DOWNLOADING", ["bytes": "1", "resumed_from": "0"]),
            isEnd: false
        )
        updates.note(job: "j", model: "m", version: "2", step("DOWNLOADING", ["bytes": "9"]), isEnd: false)
        updates.note(job: "j", model: "m", version: "2", step("CONFIRMED", [:], "SUCCEEDED"), isEnd: true)
        #expect(updates.jobs.count == 1)
        #expect(updates.jobs[0].steps.map(\.phase) == ["RECEIVED", "DOWNLOADING", "CONFIRMED"])
        #expect(updates.jobs[0].steps[1].details == ["bytes": "9", "resumed_from": "0"])
        #expect(updates.jobs[0].version == "2")
        #expect(updates.jobs[0].ended == "t-CONFIRMED")
        #expect(updates.ended == ["SUCCEEDED": 1])
    }

    @Test("[dashboard-api-4] twenty are kept, the one that changed last first, with 32 steps at most")
    func areBounded() {
        var updates = UpdateSection()
        for job in 0..<25 { updates.note(job: "j\(job)", model: "m", version: nil, step("RECEIVED"), isEnd: false) }
        for phase in 0..<50 { updates.note(job: "j10", model: "m", version: nil, step("P\(phase)"), isEnd: false) }
        #expect(updates.jobs.count == UpdateSection.mostJobs)
        #expect(updates.jobs.first?.job == "j10")
        #expect(updates.jobs.first?.steps.count == UpdateSection.mostSteps)
    }
}
