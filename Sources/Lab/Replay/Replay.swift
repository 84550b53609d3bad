public import MQTT
public import Telemetry

/// A CSV file that has been read and can be sent as telemetry, row by row.
///
/// With columns in the topic the rows of all devices are sent in the order of their times, else in the file's.
public struct Replay: Sendable {
    private let plan: ReplayPlan
    private let table: CSVTable
    private let topics: [TopicName]
    private let order: [Int]
    private let offsets: [Int64]

    /// How many rows there are.
    public var rows: Int { table.rows }
    /// What is sent of each.
    public var fields: [String] { table.names }

    /// Reads and checks the file: whatever is wrong with it is said before anything is sent.
    /// - Throws: what cannot be read or sent, with its line.
    public init(_ plan: ReplayPlan, speed: Speed) throws {
        self.plan = plan
        var options = plan.options
        options.texts = plan.topic.names
        let file = try InputFile(plan.path)
        do {
            table = try CSVTable(file.bytes, options)
        } catch {
            throw LabError("\(plan.path): \(error)")
        }
        try Self.check(table, plan, speed)
        topics = try Self.topics(table, plan)
        let times = plan.interval == nil ? table.times : nil
        if let times, !plan.topic.names.isEmpty {
            // Of equal times the first of the file stays the first.
            order = times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
        } else {
            order = Array(0..<table.rows)
        }
        offsets = Self.offsets(order, times, interval: plan.interval ?? 0)
    }

    /// Sends all rows, or those before the signal comes; `now` is asked for the time of sending.
    /// - Throws: why that cannot be done.
    public func run(
        _ options: ConnectionOptions,
        qos: QoS,
        speed: Speed,
        stop: StopSignal,
        now: @escaping @Sendable () -> Timestamp
    ) async throws -> SendingSummary {
        try await WorkThread.run { [self] in
            let writer = PayloadWriter(plan.style, fields: table.names)
            var next = 0
            return try Transmission(options, qos: qos, speed: speed, stop: stop).run {
                guard next < order.count else { return nil }
                defer { next += 1 }
                let row = order[next]
                let payload = writer.payload(table.row(row), time: time(of: row, now))
                return Emission(topic: topics[row], payload: payload, offset: offsets[next])
            }
        }
    }

    private func time(of row: Int, _ now: () -> Timestamp) -> Timestamp? {
        switch plan.time ?? (table.times == nil ? .now : .file) {
        case .file: table.times?[row]
        case .now: now()
        case .none: nil
        }
    }

    private static func check(_ table: CSVTable, _ plan: ReplayPlan, _ speed: Speed) throws(LabError) {
        if table.names.isEmpty { throw LabError("\(plan.path): no column of numbers is left to send") }
        if table.times == nil, plan.time == .file {
            throw LabError("\(plan.path): there is no time column; name it, or send the time of now")
        }
        if table.times == nil, plan.interval == nil, speed != .maximum {
            throw LabError(
                "\(plan.path): there is no time column; name it, give an interval, or send as fast as can be"
            )
        }
        if plan.style == .number, table.names.count > 1 {
            throw LabError(
                "\(plan.path): a payload that is one number has room for one of \(table.names.joined(separator: ", ")); choose it"
            )
        }
        guard !plan.style.allowsMissing else { return }
        for index in table.values.indices where table.values[index].isNaN {
            let (row, column) = index.quotientAndRemainder(dividingBy: table.names.count)
            throw LabError(
                "\(plan.path): line \(table.lines[row]): '\(table.names[column])' is empty, which \(plan.style) payloads cannot say; take json or csv"
            )
        }
        if plan.style == .float32, let index = table.values.firstIndex(where: { !Float($0).isFinite }) {
            let (row, column) = index.quotientAndRemainder(dividingBy: table.names.count)
            throw LabError("\(plan.path): line \(table.lines[row]): '\(table.names[column])' is too large for float32")
        }
    }

    /// The topic of every row; rows with the same cells share it.
    private static func topics(_ table: CSVTable, _ plan: ReplayPlan) throws -> [TopicName] {
        let names = plan.topic.names
        var known: [[String]: TopicName] = [:]
        var topics: [TopicName] = []
        for row in 0..<table.rows {
            let cells = names.indices.map { table.texts[$0][row] }
            if let topic = known[cells] {
                topics.append(topic)
                continue
            }
            do {
                let topic = try plan.topic.topic(Dictionary(uniqueKeysWithValues: zip(names, cells)))
                known[cells] = topic
                topics.append(topic)
            } catch {
                throw LabError("\(plan.path): line \(table.lines[row]): \(error)")
            }
        }
        return topics
    }

    /// When each row is due; one whose time lies before the last one's is due with it.
    private static func offsets(_ order: [Int], _ times: [Timestamp]?, interval: Int64) -> [Int64] {
        guard let times, let first = order.first.map({ times[$0].microseconds }) else {
            return order.indices.map { row in
                let (offset, isTooFar) = Int64(row).multipliedReportingOverflow(by: interval)
                return isTooFar ? .max : offset
            }
        }
        var latest: Int64 = 0
        return order.map { row in
            latest = max(latest, times[row].microseconds - first)
            return latest
        }
    }
}
