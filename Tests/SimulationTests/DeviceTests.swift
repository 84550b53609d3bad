import Telemetry
import Testing

@testable import Simulation

@Suite struct DeviceTests {
    private static let start = Timestamp(microseconds: 1_767_225_600_000_000)

    private func samples(
        _ kind: DeviceKind,
        seed: UInt64 = 1,
        count: Int = 3000,
        interval: Int64 = 1_000_000,
        faults: FaultPlan = .none
    ) -> [Sample] {
        var device = Device(kind: kind, seed: seed, start: Self.start, interval: interval, faults: faults)
        return (0..<count).map { _ in device.next() }
    }

    @Test("[simulation-1] the same seed makes the same samples, another makes others", arguments: DeviceKind.allCases)
    func repeatable(kind: DeviceKind) {
        let plan = FaultPlan.random(FaultKind.allCases, gap: 100)
        #expect(samples(kind, faults: plan) == samples(kind, faults: plan))
        #expect(samples(kind, seed: 2).map(\.values) != samples(kind).map(\.values))
    }

    @Test("[simulation-1] the bits are those of every machine")
    func bits() {
        let digest = DeviceKind.allCases.flatMap { samples($0, seed: 42, count: 500).flatMap(\.values) }
            .reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ $1.bitPattern) &* 1_099_511_628_211 }
        #expect(digest == 17_165_645_366_549_367_970)
    }

    @Test(
        "[simulation-2] values are finite, of the kind's fields, and what physics allows",
        arguments: DeviceKind.allCases,
        [1000, 100_000, 1_000_000, 60_000_000] as [Int64]
    )
    func plausible(kind: DeviceKind, interval: Int64) {
        for sample in samples(kind, interval: interval) {
            #expect(sample.values.count == kind.fields.count)
            #expect(sample.values.allSatisfy { $0.isFinite && $0 >= 0 && $0 <= 120 })
        }
    }

    @Test(
        "[simulation-2] values follow the work, have a memory, and are not the same all the time",
        arguments: DeviceKind.allCases
    )
    func alive(kind: DeviceKind) {
        let all = samples(kind, count: 10_000)
        for (index, field) in kind.fields.enumerated() {
            let values = all.map { $0.values[index] }
            let mean = values.reduce(0, +) / Double(values.count)
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
            let steps = zip(values, values.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
            #expect(variance.squareRoot() > field.spread / 10, "\(field.name)")
            #expect(variance.squareRoot() < field.spread * 3, "\(field.name)")
            // Of white noise the steps would have twice the variance.
            #expect(steps / Double(values.count) < variance * 1.5, "\(field.name)")
        }
    }

    @Test("[simulation-2] the hall is warmer in the afternoon than at night")
    func daily() {
        let hours = samples(.press, count: 1440, interval: 60_000_000).map { $0.values[3] }
        let night = hours[120..<240].reduce(0, +)
        let afternoon = hours[840..<960].reduce(0, +)
        #expect(afternoon > night + 120 * 4)
    }

    @Test("[simulation-20] times are the start plus whole intervals")
    func times() {
        let all = samples(.tank, count: 1000, interval: 333_333)
        for (index, sample) in all.enumerated() {
            #expect(sample.time.microseconds == Self.start.microseconds + Int64(index) * 333_333)
        }
    }

    @Test("[simulation-11] a fault changes its field while it lasts, and nothing else", arguments: FaultKind.allCases)
    func isolated(kind: FaultKind) throws {
        let fault = Fault(kind: kind, field: 2, start: 100, duration: 50)
        let well = samples(.pump, count: 300)
        let ill = samples(.pump, count: 300, faults: .given([fault]))
        for (index, (well, ill)) in zip(well, ill).enumerated() {
            let isUnderWay = (100..<150).contains(index)
            #expect((ill.fault == fault) == isUnderWay)
            #expect(ill.isSent == !(kind == .dropout && isUnderWay))
            #expect((ill.started != nil) == (index == 100))
            #expect((ill.ended != nil) == (index == 150))
            for field in 0..<5 where field != 2 || !isUnderWay { #expect(ill.values[field] == well.values[field]) }
        }
        let offsets = (100..<150).map { ill[$0].values[2] - well[$0].values[2] }
        let spread = DeviceKind.pump.fields[2].spread
        switch kind {
        case .spike, .shift: #expect(offsets.allSatisfy { abs($0 - 6 * spread) < 0.011 })
        case .drift:
            #expect(abs(offsets[0]) < 0.011)
            #expect(abs(offsets[25] - 3 * spread) < 0.011)
        case .stuck: #expect(Set((100..<150).map { ill[$0].values[2] }) == [well[100].values[2]])
        case .dropout: #expect(offsets.allSatisfy { $0 == 0 })
        }
    }

    @Test("[simulation-10] by chance all kinds come, one after the other, about as often as asked for")
    func chance() {
        let all = samples(.press, count: 100_000, faults: .random(FaultKind.allCases, gap: 300))
        let faults = all.compactMap(\.started)
        #expect(Set(faults.map(\.kind)) == Set(FaultKind.allCases))
        #expect(Set(faults.map(\.field)) == [0, 1, 2, 3])
        #expect((200...333).contains(faults.count))
        for (before, after) in zip(faults, faults.dropFirst()) {
            #expect(after.start >= before.start + before.duration)
            #expect((after.start - before.start - before.duration) <= 451)
        }
        for fault in faults where fault.kind == .spike { #expect(fault.duration <= 3) }
    }

    @Test("[simulation-10] only the kinds that are asked for come, and none without any")
    func mix() {
        let stuck = samples(.tank, count: 10_000, faults: .random([.stuck], gap: 100)).compactMap(\.started)
        #expect(stuck.count > 20)
        #expect(stuck.allSatisfy { $0.kind == .stuck })
        #expect(samples(.tank, count: 10_000).allSatisfy { $0.fault == nil && $0.isSent })
    }

    @Test("[simulation-12] given faults that overlap follow one another, each ends once")
    func overlapping() {
        let faults = [
            Fault(kind: .shift, field: 0, start: 20, duration: 10),
            Fault(kind: .shift, field: 1, start: 10, duration: 15),
            Fault(kind: .spike, field: 2, start: 12, duration: 1),
        ]
        let all = samples(.press, count: 60, faults: .given(faults))
        #expect(all.compactMap(\.started) == [faults[1], faults[0]])
        #expect(all.compactMap(\.ended) == [faults[1], faults[0]])
        #expect(all.firstIndex { $0.started == faults[0] } == 25)
    }
}
