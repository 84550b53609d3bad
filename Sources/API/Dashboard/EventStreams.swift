import Foundation
import Monitoring
import NIOCore
import OpenInference

/// All event streams: what is told to many is written once.
///
/// A client that is slow holds up nobody, and nothing is kept for him but what is kept for all: of state, metrics and
/// predictions he gets the newest, of events those of the board that he has not seen.
final class EventStreams: Sendable {
    private struct Weak: Sendable {
        weak var client: StreamClient?
    }

    private struct Content: Sendable {
        var clients: [Int: Weak] = [:]
        var next = 0
        var isOver = false
        var metrics: (sequence: Int, frame: ByteBuffer)?
        var predictions: [Int: ByteBuffer] = [:]
        var events: [Int: ByteBuffer] = [:]
    }

    /// Predictions that are told at once.
    private static let mostPredictions = 20
    /// Frames of each kind that are kept written.
    private static let mostFrames = 64
    /// Most bytes of what is written to a client at once: he is asked again after them.
    private static let mostBytes = 256 << 10

    let board: Board
    /// Most streams.
    let limit: Int
    private let sheet: StateSheet
    private let content = Locked(Content())

    init(_ board: Board, sheet: StateSheet, limit: Int) {
        self.board = board
        self.sheet = sheet
        self.limit = limit
        board.count { $0.limit = limit }
    }

    // MARK: clients

    /// Takes in a client; nil where there is no room.
    func enter(_ topics: Set<StreamTopic>, channel: any Channel) -> StreamClient? {
        content.withLock { content -> StreamClient? in
            guard content.clients.count < limit, !content.isOver else { return nil }
            content.next += 1
            let number = content.next
            let client = StreamClient(topics, channel: channel) { [weak self] in self?.leave(number) }
            content.clients[number] = Weak(client: client)
            board.count { $0.open += 1 }
            return client
        }
    }

    private func leave(_ number: Int) {
        content.withLock { content in content.clients[number] = nil }
        board.count { $0.open -= 1 }
    }

    private var clients: [StreamClient] {
        let weak = content.withLock { Array($0.clients.values) }
        return weak.compactMap(\.client)
    }

    /// True while nobody listens.
    var isIdle: Bool { content.withLock { $0.clients.isEmpty } }

    /// Wakes all whom one of the topics concerns.
    func wake(_ topics: Set<StreamTopic>) {
        for client in clients where !client.topics.isDisjoint(with: topics) { client.wake() }
    }

    /// Looks after clients that are slow or have heard nothing for long.
    func look(patience: Duration, heartbeat: Duration) {
        for client in clients { client.look(patience: patience, heartbeat: heartbeat) }
    }

    /// Ends all streams; nobody is taken in any more.
    func end() {
        content.withLock { $0.isOver = true }
        for client in clients { client.end() }
    }

    // MARK: what is told

    /// Where a client begins: with what comes from now on, or after the event that he has seen last.
    func cursor(_ topics: Set<StreamTopic>, after place: EventPlace?) -> StreamCursor {
        StreamCursor(
            topics: topics,
            metrics: board.moment?.sequence ?? 0,
            prediction: board.latestPrediction,
            event: place?.number ?? board.latestEvent
        )
    }

    /// What a client has not been told.
    func news(_ cursor: inout StreamCursor) -> [ByteBuffer] {
        var frames: [ByteBuffer] = []
        if cursor.topics.contains(.state) { addState(&cursor, &frames) }
        if cursor.topics.contains(.metrics) { addMetrics(&cursor, &frames) }
        if cursor.topics.contains(.predictions) { addPredictions(&cursor, &frames) }
        if cursor.topics.contains(.events) { addEvents(&cursor, &frames) }
        return frames
    }

    private func addState(_ cursor: inout StreamCursor, _ frames: inout [ByteBuffer]) {
        guard let (bytes, sequence) = sheet.document(since: cursor.state, isStreamed: true) else { return }
        cursor.state = sequence
        frames += [ByteBuffer(string: "event: state\ndata: "), bytes, Self.end]
    }

    private func addMetrics(_ cursor: inout StreamCursor, _ frames: inout [ByteBuffer]) {
        guard let moment = board.moment, moment.sequence > cursor.metrics else { return }
        cursor.metrics = moment.sequence
        frames.append(
            content.withLock { content in
                if let known = content.metrics, known.sequence == moment.sequence { return known.frame }
                let tick = MetricsTick(t: moment.second, values: moment.values)
                let frame = Self.frame("metrics", JSONLine.encode(tick))
                content.metrics = (moment.sequence, frame)
                return frame
            }
        )
    }

    private func addPredictions(_ cursor: inout StreamCursor, _ frames: inout [ByteBuffer]) {
        let latest = board.latestPrediction
        guard latest > cursor.prediction else { return }
        let samples = board.predictions(after: cursor.prediction, limit: Self.mostPredictions)
        lose(latest - cursor.prediction - samples.count)
        cursor.prediction = latest
        content.withLock { content in
            for sample in samples {
                if let known = content.predictions[sample.number] {
                    frames.append(known)
                    continue
                }
                var json: [UInt8] = []
                json.append(sample)
                let frame = Self.frame("prediction", json)
                content.predictions[sample.number] = frame
                frames.append(frame)
            }
            Self.forget(&content.predictions)
        }
    }

    private func addEvents(_ cursor: inout StreamCursor, _ frames: inout [ByteBuffer]) {
        let (events, lost) = board.events(after: cursor.event)
        if lost > 0 {
            lose(lost)
            frames.append(Self.frame("lost", Array("{\"events\":\(lost)}".utf8)))
        }
        var size = 0
        for event in events {
            // The rest is told when this has been taken.
            guard size < Self.mostBytes else { break }
            cursor.event = event.number
            guard let frame = frame(event) else { continue }
            size += frame.readableBytes
            frames.append(frame)
        }
    }

    private func frame(_ event: BoardEvent) -> ByteBuffer? {
        if let known = content.withLock({ $0.events[event.number] }) { return known }
        guard let entry = LogEntry(event, session: board.session) else { return nil }
        let frame = Self.frame("event", entry.line, id: entry.id)
        content.withLock { content in
            content.events[event.number] = frame
            Self.forget(&content.events)
        }
        return frame
    }

    private func lose(_ count: Int) {
        if count > 0 { board.count { $0.dropped += count } }
    }

    // MARK: frames

    private struct MetricsTick: Encodable {
        let t: Int
        let values: [String: Double]
    }

    private static let end = ByteBuffer(string: "\n\n")

    private static func frame(_ name: String, _ json: [UInt8], id: String? = nil) -> ByteBuffer {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(json.count + 64)
        if let id { bytes.appendRaw("id: \(id)\n") }
        bytes.appendRaw("event: \(name)\ndata: ")
        bytes += json
        bytes.appendRaw("\n\n")
        return ByteBuffer(bytes: bytes)
    }

    /// Keeps the newest frames.
    private static func forget(_ frames: inout [Int: ByteBuffer]) {
        guard frames.count > mostFrames, let newest = frames.keys.max() else { return }
        frames = frames.filter { $0.key > newest - mostFrames }
    }
}
