import Release
import Testing

@Suite("The progress of a deployment")
struct DeploymentProgressTests {
    private static let group = "arn:aws:iot:eu-west-1:111122223333:thinggroup/line"
    private static let thing = "arn:aws:iot:eu-west-1:111122223333:thing/edge-1"

    private func progress(_ arn: String = group, _ sights: DeploymentProgress.Sight...) throws -> DeploymentProgress {
        var progress = DeploymentProgress(of: try DeploymentTarget(arn))
        for sight in sights { progress.see(sight) }
        return progress
    }

    private func devices(_ states: DeviceProgress.State...) -> DeploymentProgress.Sight {
        .devices(states.enumerated().map { DeviceProgress(thing: "edge-\($0.offset)", state: $0.element) })
    }

    private let active = DeploymentProgress.Sight.status("ACTIVE", isLatest: true)

    @Test("has no end before it was looked at, and while a device is on its way")
    func open() throws {
        #expect(try progress().ending == nil)
        #expect(try progress(Self.group, active).ending == nil)
        for state in DeviceProgress.State.allCases where !state.isSettled {
            #expect(try progress(Self.group, active, devices(.succeeded, .failed, state)).ending == nil)
        }
        #expect(try progress(Self.thing, active, devices()).ending == nil)
    }

    @Test("[deploy-21] [deploy-26] ends well when every device has it")
    func success() throws {
        let found = try progress(Self.group, active, devices(.succeeded, .succeeded))
        #expect(found.ending == .succeeded(devices: 2))
        #expect(found.counts == "2 of 2 SUCCEEDED")
        #expect(try progress(Self.group, active, devices()).ending == .succeeded(devices: 0))
        #expect(try progress(Self.thing, active, devices(.succeeded)).ending == .succeeded(devices: 1))
        let completed = DeploymentProgress.Sight.status("COMPLETED", isLatest: true)
        #expect(try progress(Self.thing, completed, .devicesDenied("x")).ending == .succeeded(devices: nil))
    }

    @Test("[deploy-22] ends badly when a device has failed and none is on its way")
    func failure() throws {
        let found = try progress(Self.group, active, devices(.succeeded, .rejected, .timedOut))
        #expect(found.ending == .failed("2 of 3 devices did not take it"))
        #expect(found.failures.map(\.thing) == ["edge-1", "edge-2"])
        #expect(found.counts == "1 of 3 SUCCEEDED, 1 TIMED_OUT, 1 REJECTED")
    }

    @Test(
        "[deploy-22] ends badly with the deployment itself",
        arguments: [
            ("CANCELED", true, "cancelled"), ("FAILED", true, "failed"), ("INACTIVE", true, "newer"),
            ("ACTIVE", false, "newer"),
        ]
    )
    func itself(status: String, isLatest: Bool, part: String) throws {
        let found = try progress(Self.group, .status(status, isLatest: isLatest), devices(.succeeded))
        guard case .failed(let reason) = found.ending else {
            Issue.record("it ended with \(String(describing: found.ending))")
            return
        }
        #expect(reason.contains(part))
    }

    @Test("[deploy-25] cannot be seen to its end without the permissions")
    func blind() throws {
        guard case .unseen(let all) = try progress(Self.thing, .statusDenied("P1"), .devicesDenied("P2")).ending else {
            Issue.record("it can be seen")
            return
        }
        #expect(all.contains("P1") && all.contains("P2"))
        guard case .unseen(let devices) = try progress(Self.group, active, .devicesDenied("P2")).ending else {
            Issue.record("it can be seen")
            return
        }
        #expect(devices.contains("P2"))
        #expect(try progress(Self.thing, active, .devicesDenied("P2")).ending == nil)
        #expect(
            try progress(Self.group, .statusDenied("P1"), self.devices(.succeeded)).ending == .succeeded(devices: 1)
        )
    }

    @Test("names every word of Greengrass")
    func words() {
        let words = [
            "IN_PROGRESS", "QUEUED", "FAILED", "COMPLETED", "TIMED_OUT", "CANCELED", "REJECTED", "SUCCEEDED",
        ]
        #expect(words.allSatisfy { DeviceProgress.State(word: $0) != nil })
        #expect(DeviceProgress.State(word: "COMPLETED") == .succeeded)
        #expect(DeviceProgress.State(word: "NEW") == nil)
    }
}
