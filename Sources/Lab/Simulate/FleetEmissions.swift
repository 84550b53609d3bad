import MQTT
import Simulation
import Telemetry

/// What a fleet sends, in the order of time.
struct FleetEmissions {
    private let plan: SimulationPlan
    private let truth: TruthDestination
    private let writer: PayloadWriter
    private let topics: [(telemetry: TopicName, truth: TopicName)]
    private var feeds: [DeviceFeed]
    private var waiting: [Emission] = []
    private var device = 0
    private var sample = 0
    private var hasEnded = false
    /// The faults as lines of a file, those that have not been written yet.
    var lines = TruthRecord.header

    init(
        _ plan: SimulationPlan,
        _ telemetry: TopicTemplate,
        _ truth: TruthDestination,
        _ style: PayloadStyle
    ) throws {
        self.plan = plan
        self.truth = truth
        writer = PayloadWriter(style, fields: plan.fields)
        feeds = plan.fleet().enumerated().map { DeviceFeed($1, name: plan.name(of: $0)) }
        topics = try feeds.map { feed in
            let topic = try telemetry.topic(["site": plan.site, "kind": plan.kind.rawValue, "device": feed.name])
            return (topic, try Self.truthTopic(beside: topic))
        }
        guard Set(topics.map(\.telemetry)).count == feeds.count else {
            throw LabError("\(plan.devices) devices would share a topic; put {device} into '\(telemetry)'")
        }
    }

    /// The next message; nil after the last.
    mutating func next() throws -> Emission? {
        while waiting.isEmpty {
            if let samples = plan.samples, sample >= samples {
                guard !hasEnded else { return nil }
                hasEnded = true
                end()
                if waiting.isEmpty { return nil }
            } else {
                advance()
            }
        }
        return waiting.removeFirst()
    }

    /// Ends the faults that are under way when sending was stopped, with the last sample.
    mutating func endAll() {
        guard !hasEnded else { return }
        hasEnded = true
        end()
    }

    /// Takes the next sample of the next device.
    private mutating func advance() {
        let offset = plan.interval * Int64(sample) + plan.offset(of: device)
        let (sample, changes) = feeds[device].next()
        for change in changes { note(change, device, offset) }
        if sample.isSent {
            let payload = writer.payload(sample.values, time: sample.time)
            waiting.append(Emission(topic: topics[device].telemetry, payload: payload, offset: offset))
        }
        device += 1
        if device == feeds.count {
            device = 0
            self.sample += 1
        }
    }

    private mutating func end() {
        let offset = plan.interval * Int64(max(0, sample - 1)) + plan.offset(of: feeds.count - 1)
        for index in feeds.indices {
            if let record = feeds[index].end() { note(record, index, offset) }
        }
    }

    private mutating func note(_ record: TruthRecord, _ device: Int, _ offset: Int64) {
        switch truth {
        case .none: break
        case .topic:
            waiting.append(
                Emission(topic: topics[device].truth, payload: record.json, offset: offset, isReading: false)
            )
        case .file: if record.end != nil { lines.append(contentsOf: record.line) }
        }
    }

    private static func truthTopic(beside topic: TopicName) throws(LabError) -> TopicName {
        let levels = topic.levels.dropLast() + ["truth"]
        guard let truth = TopicName(levels.joined(separator: "/")), truth != topic else {
            throw LabError("the truth about '\(topic)' would go to the same topic; end the template with another level")
        }
        return truth
    }
}
