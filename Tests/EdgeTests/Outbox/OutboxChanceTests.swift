import Testing

@testable import Edge

@Suite("Outbox under chance")
struct OutboxChanceTests {
    /// SplitMix64: the same numbers for the same seed, everywhere.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    @Test(
        "[outbox-4] whatever happens in whatever order: each is sent once, in order, held until safe, and gone at the end",
        arguments: 0..<60
    )
    func anything(seed: UInt64) {
        var dice = Dice(state: seed)
        var limits = OutboxLimits(maximumAge: .seconds(1_000_000))
        limits.flights = Int.random(in: 1...20, using: &dice)
        limits.reading = Int.random(in: 2...20, using: &dice)
        limits.batch = Int.random(in: 1...20, using: &dice)
        var rig = OutboxRig(rate: 5000, limits: limits)
        if Bool.random(using: &dice) { rig.open() } else { rig.startOrder(); rig.state.opened(rig.disk.inventory) }
        var added: [Int64] = []
        for _ in 0..<300 {
            step(&rig, &added, &dice)
            // What was given back is confirmed or on the disk.
            let loose = Set(rig.state.flights.values.filter { $0.letter != nil }.map(\.sequence))
            #expect(rig.released.isDisjoint(with: loose.subtracting(rig.disk.sequences)))
        }
        finish(&rig)
        #expect(rig.sent.map(\.sequence) == added)
        #expect(rig.released == Set(added))
        #expect(rig.disk.rows.isEmpty)
        #expect(rig.state.isSafe && rig.state.flights.isEmpty && rig.state.flightBytes == 0)
        #expect(rig.state.waitingBytes == 0 && rig.state.dropped == 0 && rig.state.messages == 0)
    }

    private func step(_ rig: inout OutboxRig, _ added: inout [Int64], _ dice: inout Dice) {
        switch Int.random(in: 0..<12, using: &dice) {
        case 0...3: added += rig.add(Int.random(in: 1...8, using: &dice))
        case 4: rig.state.resume(now: rig.now)
        case 5: rig.state.pause()
        case 6: rig.confirm(Int.random(in: 1...10, using: &dice))
        case 7: rig.disk.isFull = Int.random(in: 0..<4, using: &dice) == 0
        case 8: rig.finishOrder()
        case 9: rig.now += .seconds(6)
        default: rig.turn(after: .milliseconds(Int.random(in: 1...50, using: &dice)))
        }
    }

    private func finish(_ rig: inout OutboxRig) {
        rig.disk.isFull = false
        rig.state.resume(now: rig.now)
        for _ in 0..<2000 {
            rig.wholeTurn(after: .milliseconds(10))
            rig.confirm()
        }
        rig.wholeTurn(after: .seconds(10))
        rig.wholeTurn(after: .seconds(10))
    }
}
