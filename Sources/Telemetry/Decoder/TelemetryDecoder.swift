public import OpenInference

/// Takes readings from payloads as a plan says, without asking for memory once it has seen a few.
public struct TelemetryDecoder: Sendable {
    /// What is taken.
    public let plan: ReadingPlan
    let maximumDepth: Int
    let tree: PathTree
    /// The reading that is handed out, used again and again.
    var reading: Reading
    /// The level of the topic that each part of the key is; nil for what stands in the payload.
    let levels: [Int?]
    /// The parts of the key, as they come.
    var parts: [[UInt8]]
    /// Which nodes of the tree, or columns, this reading has had: the number of the reading that had them last.
    var seen: [Int]
    /// How many readings have begun.
    var number = 0
    /// How many of them are of this payload.
    var place = 0
    var lines: LineColumns

    /// Makes a decoder.
    ///
    /// - Parameters:
    ///   - plan: what is taken from a payload.
    ///   - maximumDepth: how deeply arrays and objects of JSON may be nested; 128 at most.
    public init(_ plan: ReadingPlan, maximumDepth: Int = 32) {
        self.plan = plan
        self.maximumDepth = maximumDepth
        tree = PathTree(plan.paths)
        reading = Reading(fields: plan.fields.count)
        levels = plan.key.map { if case .topicLevel(let level) = $0 { level } else { nil } }
        parts = Array(repeating: [], count: plan.key.count)
        seen = Array(repeating: -1, count: tree.nodes.count)
        lines = LineColumns(plan)
    }

    /// Calls `take` once for every reading in a payload, in order.
    ///
    /// The reading may be changed, as ``MissingValues`` does, but is the same memory from call to call: what is kept of it
    /// must be copied. Readings before one that is refused have been taken; those behind it are not looked at.
    /// - Throws: `bad_json` or `bad_input`, with what was found, where, and what was expected.
    public mutating func decode(
        _ payload: RawSpan,
        topic: String,
        take: (inout Reading) -> Void
    ) throws(InferError) {
        place = 0
        try takeTopic(topic)
        switch plan.format {
        case .json: try decodeJSON(payload, take)
        case .csv: try decodeLines(payload, take)
        case .float32: try decodeRows(payload, take)
        case .number: try decodeNumber(payload, take)
        }
    }

    /// Forgets the reading before.
    mutating func begin() {
        number &+= 1
        for index in reading.values.indices { reading.values[index] = .nan }
        reading.time = nil
    }

    /// Hands out the reading that is complete.
    mutating func finish(_ take: (inout Reading) -> Void) throws(InferError) {
        if !parts.isEmpty { try joinKey() }
        place &+= 1
        take(&reading)
    }

    /// Puts a raw number where a field wants it.
    @inline(__always)
    mutating func set(_ field: Int, _ raw: Double) throws(InferError) {
        let value = raw * plan.fields[field].scale + plan.fields[field].offset
        guard value.isFinite else { throw tooLarge(field, raw) }
        reading.values[field] = value
    }

    @inline(never)
    private func tooLarge(_ field: Int, _ raw: Double) -> InferError {
        let found = raw.isFinite ? "\(raw) times the scale is" : "a number is"
        return refusal("\(plan.fields[field].name): \(found) beyond the largest double; send a finite number")
    }

    /// An error about the reading under way.
    @inline(never)
    func refusal(_ message: String) -> InferError {
        InferError(.badInput, place == 0 ? message : "reading \(place + 1): \(message)")
    }
}
