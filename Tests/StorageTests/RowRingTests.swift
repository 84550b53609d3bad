import Foundation
import Testing

@testable import Storage

@Suite("Rows on the disk")
struct RowRingTests {
    static let form = form(7)

    static func form(_ byte: UInt8) -> RowForm {
        guard let form = RowForm(fields: 2, digest: [UInt8](repeating: byte, count: 32)) else { fatalError("a form") }
        return form
    }

    /// A row as it was given, and as it comes back.
    struct Row: Equatable {
        var key: String
        var arrival: Int64
        var time: Int64
        var numbers: [Float]
        var isAnomalous = false
    }

    private let folder: TemporaryFolder
    private var place: String { folder.path + "/rows/press.ring" }

    init() throws { folder = try TemporaryFolder() }

    static func row(_ index: Int) -> Row {
        Row(
            key: "[\"m\(index % 3)\"]",
            arrival: 1_700_000_000_000_000 + Int64(index) * 1000,
            time: -5 + Int64(index),
            numbers: [Float(index) * 0.1, -Float(index)],
            isAnomalous: index % 7 == 6
        )
    }

    static func block(_ rows: [Row], form: RowForm = form) -> RowBlock {
        var block = RowBlock(form: form)
        for row in rows {
            let numbers = row.numbers.map(Double.init)
            let outcome = block.append(
                key: Array(row.key.utf8),
                arrival: row.arrival,
                time: row.time,
                row: numbers.span,
                isAnomalous: row.isAnomalous
            )
            #expect(outcome == .taken)
        }
        return block
    }

    static func rows(_ block: RowBlock) -> [Row] {
        (0..<block.count).map { index in
            Row(
                key: String(decoding: block.keys[block.key(of: index)], as: UTF8.self),
                arrival: block.arrival(of: index),
                time: block.time(of: index),
                numbers: Array(block.numbers(of: index)),
                isAnomalous: block.isAnomalous(index)
            )
        }
    }

    private func ring(form: RowForm = form, limit: Int = 1 << 20, disk: RowDisk = .system) throws -> RowRing {
        try RowRing(folder: place, form: form, limit: limit, disk: disk)
    }

    private func read(_ form: RowForm = form) throws -> (blocks: [RowBlock], complaints: [String]) {
        var blocks: [RowBlock] = []
        let complaints = try RowArchive(folder: place, form: form).read { blocks.append($0) }
        return (blocks, complaints)
    }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: place).sorted().map { "\(place)/\($0)" }
    }

    @Test("[retrain-40] rows come back as they were given, in their order, over several blocks and starts")
    func roundTrip() throws {
        let all = (0..<60).map(Self.row)
        for start in 0..<3 {
            let ring = try ring()
            try ring.write(RowBlock(form: Self.form))
            for part in 0..<2 {
                try ring.write(Self.block(Array(all[start * 20 + part * 10..<start * 20 + part * 10 + 10])))
            }
        }
        let found = try read()
        #expect(found.blocks.flatMap(Self.rows) == all)
        #expect(found.blocks.map(\.beginsAnew) == [true, false, true, false, true, false])
        #expect(found.complaints.isEmpty)
        let modes = try files().map { try FileManager.default.attributesOfItem(atPath: $0)[.posixPermissions] as? Int }
        #expect(modes == [0o600, 0o600, 0o600])
    }

    @Test("[retrain-41] a row takes 16 bytes and 4 for each number, the block 40 and its keys")
    func size() {
        let block = Self.block((0..<100).map(Self.row))
        #expect(block.byteCount == 40 + 3 * (2 + 6) + 100 * 24)
        #expect(block.bytes().count == block.byteCount)
    }

    @Test("[retrain-42] whatever a power cut leaves of the last block, all before it is kept and nothing is said of it")
    func tornTail() throws {
        let all = (0..<6).map(Self.row)
        let ring = try ring()
        try ring.write(Self.block(Array(all[..<3])))
        let whole = try Data(contentsOf: URL(filePath: try files()[0]))
        try ring.write(Self.block(Array(all[3...])))
        let longer = try Data(contentsOf: URL(filePath: try files()[0]))
        for length in whole.count..<longer.count {
            for rest in [0, longer.count - length] {
                // What the system had not written may be missing or be zeros.
                try (longer.prefix(length) + Data(count: rest)).write(to: URL(filePath: try files()[0]))
                let found = try read()
                let isWhole = rest > 0 && longer.suffix(rest).allSatisfy { $0 == 0 }
                #expect(found.blocks.flatMap(Self.rows) == (isWhole ? all : Array(all[..<3])), "\(length)")
                #expect(found.complaints.isEmpty)
            }
        }
    }

    @Test("[retrain-42] what follows upon a torn tail after the next start is there, and begins anew")
    func afterTornTail() throws {
        try ring().write(Self.block([Self.row(0)]))
        let first = try files()[0]
        try Data(contentsOf: URL(filePath: first)).dropLast(1).write(to: URL(filePath: first))
        try ring().write(Self.block([Self.row(1)]))
        let found = try read()
        #expect(found.blocks.flatMap(Self.rows) == [Self.row(1)])
        #expect(found.blocks[0].beginsAnew)
    }

    @Test("[retrain-43] a byte that is damaged anywhere costs its block at most, and it is said")
    func damage() throws {
        let ring = try ring()
        for index in 0..<3 { try ring.write(Self.block([Self.row(index)])) }
        let file = URL(filePath: try files()[0])
        let sound = try Data(contentsOf: file)
        let size = Self.block([Self.row(0)]).byteCount
        for place in 0..<sound.count - size {
            var bytes = sound
            bytes[bytes.startIndex + place] ^= 0x5A
            try bytes.write(to: file)
            let found = try read()
            let lost = place < RowSegment.headerBytes ? nil : (place - RowSegment.headerBytes) / size
            let expected = lost.map { lost in (0..<3).filter { $0 != lost }.map(Self.row) } ?? []
            #expect(found.blocks.flatMap(Self.rows) == expected, "byte \(place)")
            #expect(found.complaints.count == 1, "byte \(place)")
            if let lost { #expect(found.blocks.map(\.beginsAnew) == (lost == 0 ? [true, false] : [true, true])) }
        }
    }

    @Test("[retrain-43] no bytes crash the reader")
    func noise() throws {
        _ = try ring()
        var state: UInt64 = 1
        for round in 0..<200 {
            var bytes = RowSegment.header(Self.form)
            bytes += Self.block((0..<3).map(Self.row)).bytes()
            for _ in 0..<(1 + round % 8) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 25)
            }
            try Data(bytes).write(to: URL(filePath: "\(place)/0000000000000001.rows"))
            for block in try read().blocks { _ = Self.rows(block) }
        }
    }

    @Test("[retrain-44] the newest rows stay, within the bytes that are allowed, whatever was there before")
    func bounds() throws {
        let limit = 1 << 20
        var ring = try ring(limit: limit)
        for index in 0..<400 {
            if index == 200 { ring = try self.ring(limit: limit) }
            try ring.write(Self.block((index * 500..<index * 500 + 500).map(Self.row)))
            #expect(ring.byteCount <= limit)
        }
        let onDisk = try files().reduce(0) { $0 + (try Data(contentsOf: URL(filePath: $1)).count) }
        #expect(onDisk == ring.byteCount)
        #expect(onDisk > limit * 8 / 10)
        let found = try read().blocks.flatMap(Self.rows)
        #expect(found == (200_000 - found.count..<200_000).map(Self.row))
        #expect(try self.ring(limit: limit).byteCount == onDisk)
    }

    @Test("[retrain-45] a full disk is said, leaves nothing of the block, and later blocks begin anew")
    func full() throws {
        let room = Room(1000)
        let ring = try ring(
            disk: RowDisk { descriptor, bytes in
                let count = room.take(bytes.count)
                return count == 0 ? -Int(ENOSPC) : RowDisk.system.write(descriptor, bytes.prefix(count))
            }
        )
        var failures = 0
        for index in 0..<40 {
            if index == 30 { room.add(10_000) }
            do {
                try ring.write(Self.block([Self.row(index)]))
            } catch {
                #expect(error.code == .diskFull)
                failures += 1
            }
        }
        let found = try read()
        #expect(failures > 10)
        #expect(found.blocks.count == 40 - failures)
        #expect(Self.rows(found.blocks[found.blocks.count - 10]) == [Self.row(30)])
        #expect(found.blocks[found.blocks.count - 10].beginsAnew)
        #expect(found.complaints.isEmpty)
        #expect(try files().count == 2)
    }

    @Test("[retrain-46] rows of another form are removed, and never read as one's own")
    func otherForm() throws {
        try ring().write(Self.block([Self.row(0)]))
        let other = Self.form(8)
        #expect(try read(other).blocks.isEmpty)
        #expect(try read(other).complaints.count == 1)
        _ = try ring(form: other)
        #expect(try files().isEmpty)
    }

    @Test("[retrain-46] folders that are not named are removed, a root that is missing is left so")
    func keep() throws {
        try RowRing.keep(["press.ring"], in: folder.path + "/rows")
        try ring().write(Self.block([Self.row(0)]))
        _ = try RowRing(folder: folder.path + "/rows/old.ring", form: Self.form, limit: 0)
        try RowRing.keep(["press.ring"], in: folder.path + "/rows")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/rows") == ["press.ring"])
        #expect(try read().blocks.count == 1)
    }

    @Test(
        "[retrain-41] a block takes rows within 71 minutes of its first, keys of 4096 bytes, and as many numbers as the form"
    )
    func outcomes() {
        func append(_ block: inout RowBlock, key: Int = 3, at arrival: Int64, _ row: [Double] = [1, 2])
            -> RowBlock.Outcome
        {
            block.append(
                key: [UInt8](repeating: 65, count: key),
                arrival: arrival,
                time: 0,
                row: row.span,
                isAnomalous: false
            )
        }
        var block = RowBlock(form: Self.form)
        #expect(append(&block, at: 100) == .taken)
        #expect(append(&block, at: 99) == .elsewhere)
        #expect(append(&block, at: 100 + 4_294_967_295) == .taken)
        #expect(append(&block, at: 100 + 4_294_967_296) == .elsewhere)
        #expect(append(&block, at: .min) == .elsewhere)
        #expect(append(&block, key: 4097, at: 100) == .refused)
        #expect(append(&block, at: 100, [1]) == .refused)
        #expect(append(&block, at: 100, [.nan, 0]) == .taken)
        #expect(append(&block, at: 100, [1e300, 0]) == .taken)
        #expect((0..<4).map(block.isAnomalous) == [false, false, true, true])
        block.removeAll()
        #expect(append(&block, at: 5) == .taken)
        #expect(Self.rows(block).map(\.arrival) == [5])
    }
}

/// What a disk has free.
///
/// `@unchecked Sendable`: the count is only touched while the lock is held.
private final class Room: @unchecked Sendable {
    private let lock = NSLock()
    private var bytes: Int

    init(_ bytes: Int) { self.bytes = bytes }

    func add(_ more: Int) { lock.withLock { bytes += more } }

    /// Takes as much of it as there is.
    func take(_ wanted: Int) -> Int {
        lock.withLock {
            let taken = min(wanted, bytes)
            bytes -= taken
            return taken
        }
    }
}
