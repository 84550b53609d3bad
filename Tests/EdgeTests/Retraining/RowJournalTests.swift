import Foundation
import MQTT
import Support
import Telemetry
import Testing

@testable import Edge
@testable import Storage

@Suite("Rows on their way to the disk")
struct RowJournalTests {
    private let folder: TemporaryFolder
    private let form: RowForm
    private let log = TestLog()
    private var place: RetrainingFolder { RetrainingFolder(dataDirectory: folder.path) }

    init() throws {
        folder = try TemporaryFolder()
        form = try #require(RowForm(fields: 2, digest: [UInt8](repeating: 3, count: 32)))
    }

    private func journals(_ names: [String] = ["line"], disk: RowDisk = .system) -> RowJournals {
        RowJournals(
            Dictionary(uniqueKeysWithValues: names.map { (Name(fitting: $0), form) }),
            folder: place,
            limit: 4 << 20,
            interval: .milliseconds(10),
            disk: disk,
            logger: log.logger
        )
    }

    private func append(_ journal: RowJournal?, _ second: Int, values: [Double] = [1, 2], isAnomalous: Bool = false) {
        let time = RetrainScene.time(second)
        journal?.append(key: Array("[\"m\"]".utf8), arrival: time, time: time, values: values, isAnomalous: isAnomalous)
    }

    private func blocks(_ name: String = "line") throws -> [RowBlock] {
        var blocks: [RowBlock] = []
        _ = try RowArchive(folder: place.rows(of: Name(fitting: name)), form: form).read { blocks.append($0) }
        return blocks
    }

    @Test("[retrain-40] rows are on the disk without anybody's doing, and all of them when the program ends")
    func kept() async throws {
        let journals = journals()
        journals.start()
        let journal = journals.journal(of: RetrainScene.line)
        append(journal, 0, isAnomalous: true)
        while try blocks().isEmpty { await Task.yield() }
        for second in 1..<5000 { append(journal, second) }
        journals.stop()
        let blocks = try blocks()
        #expect(blocks.reduce(0) { $0 + $1.count } == 5000)
        #expect(blocks[0].isAnomalous(0) && !blocks[1].isAnomalous(0))
        #expect(blocks.dropFirst().allSatisfy { !$0.beginsAnew })
        #expect(journal?.counts == RowJournal.Counts(taken: 5000, dropped: 0))
        #expect(journals.journal(of: Name(fitting: "other")) == nil)
    }

    @Test("[retrain-41] rows that came in hours apart, or after the clock was set back, are all kept")
    func clock() throws {
        let journals = journals()
        journals.start()
        for second in [0, 10_000, 9_000, -50_000] { append(journals.journal(of: RetrainScene.line), second) }
        journals.stop()
        let arrivals = try blocks().flatMap { block in (0..<block.count).map { block.arrival(of: $0) } }
        #expect(arrivals == [0, 10_000, 9_000, -50_000].map { RetrainScene.time($0).microseconds })
    }

    @Test(
        "[retrain-45] while the disk stalls a bounded number of rows waits, the others are counted, and a gap is a gap"
    )
    func stalled() throws {
        let journal = RowJournal(binding: RetrainScene.line, form: form) {}
        for second in 0..<60_000 { append(journal, second / 100) }
        #expect(journal.counts.taken + journal.counts.dropped == 60_000 && journal.counts.dropped > 0)
        let waiting = journal.take()
        let bytes = waiting.reduce(0) { $0 + $1.byteCount }
        #expect((RowJournal.mostBytes..<RowJournal.mostBytes + 2 * RowJournal.blockBytes).contains(bytes))
        #expect(waiting.reduce(0) { $0 + $1.count } == journal.counts.taken)
        append(journal, 1000)
        append(journal, 1001)
        #expect(journal.take().map(\.beginsAnew) == [true])
        append(journal, 1002)
        #expect(journal.take().map(\.beginsAnew) == [false])
    }

    @Test("[retrain-45] a full disk is said once, and rows are counted that come to nothing; later ones are kept again")
    func full() async throws {
        let isFull = Guarded(true)
        let journals = journals(
            disk: RowDisk { descriptor, bytes in
                isFull.withLock { $0 } ? -Int(ENOSPC) : RowDisk.system.write(descriptor, bytes)
            }
        )
        journals.start()
        let journal = journals.journal(of: RetrainScene.line)
        for round in 1...3 {
            append(journal, round)
            while journal?.counts.dropped != round { await Task.yield() }
        }
        #expect(log.lines(containing: "rows cannot be kept for retraining").count == 1)
        isFull.withLock { $0 = false }
        append(journal, 4)
        journals.stop()
        #expect(try blocks().map(\.count) == [1])
        #expect(journal?.counts == RowJournal.Counts(taken: 1, dropped: 3))
    }

    @Test(
        "[retrain-46] rows of bindings that are configured no more are removed at the start, whatever they are called"
    )
    func others() throws {
        let first = journals(["line", "..", "old"])
        first.start()
        for name in ["line", "..", "old"] { append(first.journal(of: Name(fitting: name)), 0) }
        first.stop()
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: place.rows).sorted() == [
                "...ring", "line.ring", "old.ring",
            ]
        )
        let second = journals(["line", ".."])
        second.start()
        second.stop()
        #expect(try blocks().count == 1)
        #expect(try blocks("..").count == 1)
        #expect(try blocks("old").isEmpty)
    }

    @Test("[retrain-46] rows outlive a model, and not another meaning of their fields")
    func forms() throws {
        let plain = try #require(RowForm(Fitted.settings().plan))
        #expect(try RowForm(Fitted.settings(model: "/other").plan) == plain)
        let scaled: [String: any Sendable] = [
            "fields": [["path": "$.v.x", "scale": 2] as [String: any Sendable], "$.v.y"] as [any Sendable]
        ]
        #expect(try RowForm(Fitted.settings(scaled).plan) != plain)
        let turned: [String: any Sendable] = ["fields": ["$.v.y", "$.v.x"]]
        #expect(try RowForm(Fitted.settings(turned).plan) != plain)
    }
}
