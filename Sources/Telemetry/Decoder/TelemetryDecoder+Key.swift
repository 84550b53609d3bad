import OpenInference

extension TelemetryDecoder {
    /// Takes the parts of the key that are levels of the topic.
    mutating func takeTopic(_ topic: String) throws(InferError) {
        guard !levels.isEmpty else { return }
        // The bytes of a string have no padding.
        let text = unsafe topic.utf8Span.span.bytes
        for index in levels.indices {
            parts[index].removeAll(keepingCapacity: true)
            if let level = levels[index] { takePart(index, text, try Self.range(ofLevel: level, in: text)) }
        }
    }

    /// Where a level stands in a topic.
    private static func range(ofLevel wanted: Int, in text: RawSpan) throws(InferError) -> Range<Int> {
        var level = 0
        var start = 0
        for index in 0..<text.byteCount where text.byte(index) == Ascii.slash {
            if level == wanted { return start..<index }
            level &+= 1
            start = index &+ 1
        }
        guard level == wanted else {
            throw InferError(
                .badInput,
                "the topic has \(level + 1) levels, but the key wants $topic[\(wanted)], counted from 0"
            )
        }
        return start..<text.byteCount
    }

    /// Takes a part of the key that stands in the payload without escapes.
    mutating func takePart(_ part: Int, _ body: RawSpan, _ range: Range<Int>) {
        parts[part].removeAll(keepingCapacity: true)
        // One byte more than is allowed is enough to be refused.
        let end = min(range.upperBound, range.lowerBound + ReadingPlan.longestKey + 1)
        parts[part].append(body.extracting(range.lowerBound..<end))
    }

    /// Forgets the parts of the key that the payload holds.
    mutating func forgetParts() {
        for index in levels.indices where levels[index] == nil { parts[index].removeAll(keepingCapacity: true) }
    }

    /// Puts the parts together.
    mutating func joinKey() throws(InferError) {
        reading.key.removeAll(keepingCapacity: true)
        for index in parts.indices {
            guard !parts[index].isEmpty else { throw noPart(index) }
            if index > 0 { reading.key.append(ReadingPlan.keySeparator) }
            for byte in parts[index] {
                guard byte >= Ascii.space, byte != 0x7F else {
                    throw refusal("key part \(plan.key[index]) has the control character \(byte); send a plain name")
                }
            }
            reading.key.append(contentsOf: parts[index])
        }
        guard reading.key.count <= ReadingPlan.longestKey else {
            throw refusal("the key is longer than \(ReadingPlan.longestKey) bytes; send shorter names")
        }
    }

    @inline(never)
    private func noPart(_ index: Int) -> InferError {
        refusal("key part \(plan.key[index]) is missing or empty; expected a name or a number")
    }
}
