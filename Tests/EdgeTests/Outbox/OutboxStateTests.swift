import Storage
import Testing

@testable import Edge

@Suite("Outbox state")
struct OutboxStateTests {
    @Test(
        "[outbox-1] what can be sent is sent at once and touches no disk; its hold is given back when it is confirmed"
    )
    func direct() {
        var rig = OutboxRig()
        rig.open()
        rig.state.resume(now: rig.now)
        let added = rig.add(100)
        rig.wholeTurn()
        #expect(rig.sent.map(\.sequence) == added)
        #expect(!rig.sent.map(\.isReplayed).contains(true))
        #expect(rig.disk.rows.isEmpty)
        #expect(rig.released.isEmpty)
        rig.confirm(60)
        #expect(rig.released == Set(added.prefix(60)))
        rig.confirm()
        rig.wholeTurn()
        #expect(rig.released == Set(added))
        #expect(rig.state.isSafe && rig.state.messages == 0)
    }

    @Test("[bindings-50] tells when all that stands before a mark is safe: confirmed, or on the disk")
    func mark() {
        var rig = OutboxRig()
        rig.open()
        rig.state.resume(now: rig.now)
        rig.add(2)
        let mark = rig.state.nextSequence
        #expect(!rig.state.isSafe(before: mark))
        rig.turn()
        rig.add(1)
        rig.turn()
        #expect(!rig.state.isSafe(before: mark))
        rig.confirm(2)
        #expect(rig.state.isSafe(before: mark) && !rig.state.isSafe(before: rig.state.nextSequence))
        rig.state.pause()
        rig.turn()
        #expect(!rig.state.isSafe(before: rig.state.nextSequence))
        rig.finishOrder()
        #expect(rig.state.isSafe(before: rig.state.nextSequence))
    }

    @Test("[outbox-2] what is not confirmed is bounded: the rest goes to the disk, and from there when there is room")
    func window() {
        var limits = OutboxLimits(maximumAge: .seconds(3600))
        limits.flights = 10
        var rig = OutboxRig(limits: limits)
        rig.open()
        rig.state.resume(now: rig.now)
        let added = rig.add(25)
        rig.wholeTurn()
        #expect(rig.sent.count == 10)
        #expect(rig.disk.sequences == Array(added.suffix(15)))
        #expect(rig.released == Set(added.suffix(15)))
        for _ in 0..<10 {
            rig.confirm()
            rig.wholeTurn(after: .milliseconds(100))
        }
        #expect(rig.sent.map(\.sequence) == added)
        #expect(rig.sent.map(\.isReplayed) == added.map { $0 > added[9] })
        #expect(rig.disk.rows.isEmpty)
    }

    @Test("[outbox-3] without a connection all is written in the turn that it comes in, and holds are given back then")
    func away() {
        var rig = OutboxRig()
        rig.open()
        let added = rig.add(50)
        rig.turn()
        #expect(rig.released.isEmpty)
        rig.finishOrder()
        #expect(rig.disk.sequences == added)
        #expect(rig.released == Set(added))
        #expect(rig.sent.isEmpty)
    }

    @Test("[outbox-3] what was under way when the connection went is written down too, and removed once it has arrived")
    func copies() {
        var rig = OutboxRig()
        rig.open()
        rig.state.resume(now: rig.now)
        let underWay = rig.add(5)
        rig.wholeTurn()
        rig.state.pause()
        let later = rig.add(3)
        rig.wholeTurn()
        #expect(rig.disk.sequences == underWay + later)
        #expect(rig.released == Set(underWay + later))
        rig.state.resume(now: rig.now)
        rig.wholeTurn()
        rig.wholeTurn(after: .seconds(1))
        #expect(rig.sent.map(\.sequence) == underWay + later)
        rig.confirm()
        rig.wholeTurn(after: .seconds(1))
        #expect(rig.disk.rows.isEmpty)
    }

    @Test("[outbox-3] what is confirmed while its copy is being written leaves nothing behind")
    func confirmedWhileWritten() {
        var rig = OutboxRig()
        rig.open()
        rig.state.resume(now: rig.now)
        rig.add(5)
        rig.wholeTurn()
        rig.state.pause()
        rig.turn()
        rig.state.resume(now: rig.now)
        rig.confirm(3)
        rig.finishOrder()
        rig.wholeTurn(after: .seconds(1))
        #expect(rig.disk.rows.count == 2)
        rig.confirm()
        rig.wholeTurn(after: .seconds(1))
        #expect(rig.disk.rows.isEmpty)
        #expect(rig.sent.count == 5)
    }

    @Test("[outbox-4] new letters go behind those that wait, also those that come while the disk works")
    func order() {
        var rig = OutboxRig()
        rig.open()
        var added = rig.add(5)
        rig.turn()
        rig.state.resume(now: rig.now)
        added += rig.add(5)
        rig.turn(after: .milliseconds(100))
        #expect(rig.sent.isEmpty)
        rig.finishOrder()
        for _ in 0..<10 {
            added += rig.add(1)
            rig.wholeTurn(after: .milliseconds(100))
            rig.confirm()
        }
        for _ in 0..<3 {
            rig.wholeTurn(after: .milliseconds(100))
            rig.confirm()
        }
        added += rig.add(1)
        rig.wholeTurn()
        #expect(rig.sent.map(\.sequence) == added)
        #expect(rig.sent.last?.isReplayed == false)
        let waited = rig.sent.map(\.isReplayed)
        #expect(waited == Array(repeating: true, count: 11) + Array(repeating: false, count: added.count - 11))
    }

    @Test("[outbox-5] a backlog leaves at its rate")
    func rate() {
        let rows = (1...2000).map {
            StoredMessage(sequence: $0, time: 1_795_262_400_000, kind: 1, topic: "t", document: [123])
        }
        var rig = OutboxRig(rate: 200, disk: FakeDisk(rows))
        rig.open()
        rig.state.resume(now: rig.now)
        for _ in 0..<200 {
            rig.wholeTurn(after: .milliseconds(10))
            rig.confirm()
        }
        #expect((380...400).contains(rig.sent.count))
        #expect(rig.state.departureDeadline(now: rig.now) != nil)
    }

    @Test("[outbox-6] removals of a backlog are joined; the last one does not wait")
    func removals() {
        let rows = (1...100).map {
            StoredMessage(sequence: $0, time: 1_795_262_400_000, kind: 1, topic: "t", document: [123])
        }
        var rig = OutboxRig(rate: 100_000, disk: FakeDisk(rows))
        rig.open()
        rig.state.resume(now: rig.now)
        rig.wholeTurn()
        rig.turn(after: .milliseconds(2))
        #expect(rig.sent.count == 100)
        rig.confirm(1)
        rig.wholeTurn()
        #expect(rig.disk.rows.count == 99)
        rig.confirm()
        rig.wholeTurn()
        #expect(rig.disk.rows.isEmpty)
    }

    @Test("[outbox-12] letters that are too old are dropped within a minute, and counted")
    func age() {
        var rig = OutboxRig()
        rig.open()
        rig.add(5)
        rig.wholeTurn()
        for _ in 0..<62 { rig.wholeTurn(after: .seconds(60)) }
        #expect(rig.disk.rows.isEmpty)
        #expect(rig.state.dropped == 5)
    }

    @Test("[outbox-14] what earlier sessions have left goes first, with `replayed`")
    func earlier() {
        let rows = (1...3).map {
            StoredMessage(sequence: $0, time: 1_795_262_400_000, kind: 1, topic: "t", document: [123])
        }
        var rig = OutboxRig(disk: FakeDisk(rows))
        rig.state.resume(now: rig.now)
        let added = rig.add(2)
        rig.turn()
        #expect(rig.sent.isEmpty)
        rig.state.opened(rig.disk.inventory)
        rig.finishOrder()
        for _ in 0..<5 {
            rig.wholeTurn(after: .milliseconds(100))
            rig.confirm()
        }
        #expect(rig.sent.map(\.sequence) == [1, 2, 3] + added)
        #expect(!rig.sent.map(\.isReplayed).contains(false))
    }

    @Test("[outbox-20] while the disk is full letters are sent from memory, or wait there with their holds")
    func full() {
        var rig = OutboxRig()
        rig.open()
        rig.disk.isFull = true
        let added = rig.add(10)
        rig.wholeTurn()
        #expect(rig.state.isFailing)
        #expect(rig.released.isEmpty)
        #expect(rig.state.messages == 10)
        rig.state.resume(now: rig.now)
        for _ in 0..<10 { rig.wholeTurn(after: .milliseconds(100)) }
        #expect(rig.sent.map(\.sequence) == added)
        rig.confirm()
        #expect(rig.released == Set(added))
    }

    @Test("[outbox-20] a disk that takes writes again is found within five seconds, with nothing lost or out of order")
    func recovery() {
        var rig = OutboxRig()
        rig.open()
        rig.disk.isFull = true
        var added = rig.add(10)
        rig.wholeTurn()
        added += rig.add(10)
        rig.wholeTurn()
        #expect(rig.disk.rows.isEmpty)
        rig.disk.isFull = false
        rig.wholeTurn(after: .seconds(1))
        #expect(rig.disk.rows.isEmpty)
        rig.wholeTurn(after: .seconds(5))
        #expect(rig.disk.sequences == added)
        #expect(rig.released == Set(added))
        #expect(!rig.state.isFailing)
    }

    @Test("[outbox-20] a disk that failed is tried again though nothing is to be written")
    func probe() {
        var rig = OutboxRig()
        rig.open()
        rig.disk.isFull = true
        rig.add()
        rig.wholeTurn()
        rig.state.resume(now: rig.now)
        rig.wholeTurn(after: .seconds(1))
        rig.confirm()
        #expect(rig.state.orderDeadline(now: rig.now) != nil)
        rig.wholeTurn(after: .seconds(5))
        #expect(rig.state.isFailing)
        rig.disk.isFull = false
        rig.wholeTurn(after: .seconds(6))
        #expect(!rig.state.isFailing)
    }

    @Test("[outbox-20] a disk that cannot be opened keeps nothing back, and is opened later")
    func unopened() {
        let rows = [StoredMessage(sequence: 1, time: 1_795_262_400_000, kind: 1, topic: "t", document: [123])]
        var rig = OutboxRig(disk: FakeDisk(rows))
        rig.startOrder()
        rig.failOrder()
        rig.state.resume(now: rig.now)
        let added = rig.add(3)
        rig.turn()
        #expect(rig.sent.map(\.sequence) == added)
        rig.now += .seconds(6)
        rig.open()
        rig.wholeTurn(after: .milliseconds(100))
        rig.wholeTurn(after: .milliseconds(100))
        #expect(rig.sent.map(\.sequence) == added + [1])
        rig.confirm()
        rig.wholeTurn(after: .seconds(1))
        #expect(rig.disk.rows.isEmpty)
    }

    @Test("[outbox-21] memory is bounded: the oldest are dropped, counted, and their holds given back")
    func memory() {
        var limits = OutboxLimits(maximumAge: .seconds(3600))
        limits.memory = 10_000
        var rig = OutboxRig(limits: limits)
        rig.open()
        rig.disk.isFull = true
        var added: [Int64] = []
        for _ in 0..<100 {
            added += rig.add(10)
            rig.wholeTurn()
        }
        #expect(rig.state.waitingBytes <= 10_000)
        let kept = rig.state.waiting.count
        #expect(kept > 50)
        #expect(rig.state.dropped == 1000 - kept)
        #expect(rig.released == Set(added.dropLast(kept)))
    }

    @Test("[outbox-30] closing writes down what is in memory and under way, and takes nothing more from the disk")
    func closing() {
        let rows = [StoredMessage(sequence: 1, time: 1_795_262_400_000, kind: 1, topic: "t", document: [123])]
        var rig = OutboxRig(disk: FakeDisk(rows))
        rig.open()
        rig.state.resume(now: rig.now)
        rig.wholeTurn()
        rig.confirm()
        rig.wholeTurn(after: .seconds(1))
        rig.confirm()
        rig.wholeTurn(after: .seconds(1))
        let underWay = rig.add(4)
        rig.wholeTurn()
        #expect(!rig.state.isSafe)
        rig.state.close()
        let late = rig.add(2)
        rig.wholeTurn()
        rig.wholeTurn()
        #expect(rig.state.isSafe)
        #expect(rig.disk.sequences == underWay + late)
        rig.confirm()
        rig.wholeTurn(after: .seconds(1))
        #expect(rig.disk.rows.isEmpty)
    }
}
