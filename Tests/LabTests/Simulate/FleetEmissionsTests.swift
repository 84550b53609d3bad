import MQTT
import Simulation
import Telemetry
import Testing

@testable import Lab

@Suite struct FleetEmissionsTests {
    private func emissions(
        devices: Int = 2,
        samples: Int = 10,
        faults: FaultPlan = .none,
        topic: String = "plant/{site}/{kind}/{device}/telemetry",
        truth: TruthDestination = .topic
    ) throws -> FleetEmissions {
        let plan = try SimulationPlan(
            kind: .tank,
            devices: devices,
            interval: 100_000,
            samples: samples,
            faults: faults,
            start: Timestamp(microseconds: 0)
        )
        return try FleetEmissions(plan, TopicTemplate(topic), truth, .json(.epochMilliseconds))
    }

    private func all(_ emissions: inout FleetEmissions) throws -> [Emission] {
        var all: [Emission] = []
        while let next = try emissions.next() { all.append(next) }
        return all
    }

    @Test("[simulation-20] all samples of all devices are sent in the order of time, their times being the offsets")
    func order() throws {
        var fleet = try emissions()
        let all = try all(&fleet)
        #expect(all.map(\.offset) == (0..<20).map { Int64($0) * 50_000 })
        #expect(all.map(\.topic.description) == (0..<20).map { "plant/hall1/tank/tank\($0 % 2 + 1)/telemetry" })
        for emission in all {
            #expect(
                String(decoding: emission.payload, as: UTF8.self).hasPrefix(
                    #"{"ts":\#(emission.offset / 1000),"v":{"level":"#
                )
            )
        }
    }

    @Test(
        "[simulation-21] every fault is told as it begins and as it ends, on the topic beside; nothing is sent in a dropout"
    )
    func truth() throws {
        let faults = [
            Fault(kind: .dropout, field: 0, start: 0.2, duration: 0.3),
            Fault(kind: .shift, field: 2, start: 0.8, duration: 9),
        ]
        var fleet = try emissions(devices: 1, faults: .given(faults))
        let all = try all(&fleet)
        let truth = all.filter { !$0.isReading }
        #expect(all.filter(\.isReading).map(\.offset) == [0, 1, 5, 6, 7, 8, 9].map { $0 * 100_000 })
        #expect(truth.map(\.offset) == [200_000, 500_000, 800_000, 900_000])
        #expect(Set(truth.map(\.topic.description)) == ["plant/hall1/tank/tank1/truth"])
        #expect(
            truth.map { String(decoding: $0.payload, as: UTF8.self) } == [
                #"{"v":1,"device":"tank1","fault":"dropout","field":null,"state":"started","start":"1970-01-01T00:00:00.200Z","end":null}"#,
                #"{"v":1,"device":"tank1","fault":"dropout","field":null,"state":"ended","start":"1970-01-01T00:00:00.200Z","end":"1970-01-01T00:00:00.500Z"}"#,
                #"{"v":1,"device":"tank1","fault":"shift","field":"inflow","state":"started","start":"1970-01-01T00:00:00.800Z","end":null}"#,
                #"{"v":1,"device":"tank1","fault":"shift","field":"inflow","state":"ended","start":"1970-01-01T00:00:00.800Z","end":"1970-01-01T00:00:00.900Z"}"#,
            ]
        )
    }

    @Test("[simulation-12] a fault that is under way when sending stops ends with the last sample, once")
    func stopped() throws {
        var fleet = try emissions(
            devices: 1,
            faults: .given([Fault(kind: .stuck, field: 0, start: 0.1, duration: 9)]),
            truth: .file("t")
        )
        for _ in 0..<4 { _ = try fleet.next() }
        fleet.endAll()
        fleet.endAll()
        #expect(
            String(decoding: fleet.lines, as: UTF8.self) == """
                device,fault,field,start,end
                tank1,stuck,level,1970-01-01T00:00:00.100Z,1970-01-01T00:00:00.300Z

                """
        )
    }

    @Test("[simulation-20] refuses a topic that devices would share, and one that is its own truth")
    func shared() throws {
        #expect(throws: LabError.self) { try emissions(topic: "plant/{kind}/telemetry") }
        #expect(throws: Never.self) { try emissions(devices: 1, topic: "plant/{kind}/telemetry") }
        #expect(throws: LabError.self) { try emissions(topic: "plant/{device}/truth") }
        #expect(throws: LabError.self) { try emissions(topic: "plant/{device}/{line}") }
    }
}
