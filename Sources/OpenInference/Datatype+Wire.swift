import Tensors

extension Datatype {
    /// All names, for messages.
    static let names = allCases.map(\.rawValue).joined(separator: ", ")

    /// What its elements are in JSON, for messages.
    var plural: String {
        switch self {
        case .bool: BoolLeaves.plural
        case .bytes: TextLeaves.plural
        default: "numbers"
        }
    }

    /// The type of a name; nil for an unknown one.
    init?(_ word: KeyWord) {
        guard let known = Self.words.first(where: { $0.word == word }) else { return nil }
        self = known.datatype
    }

    /// FP32 first: it is what is sent most.
    private static let words = ([.fp32] + allCases.filter { $0 != .fp32 })
        .map { (word: KeyWord(decoded: $0.rawValue.utf8), datatype: $0) }
}

extension JSONReader {
    /// Reads the elements of one datatype from the array that starts at the position, into memory that is there.
    ///
    /// - Returns: how many there were; no more than `wanted` of them are kept.
    mutating func elements(
        _ body: RawSpan,
        _ datatype: Datatype,
        wanted: Int,
        owner: TensorLabel,
        into memory: inout [UInt8]
    ) throws(InferError) -> Int {
        switch datatype {
        case .bool: try elements(body, wanted, owner, BoolLeaves(bytes: Self.taken(&memory)), &memory)
        case .bytes: try elements(body, wanted, owner, TextLeaves(bytes: Self.taken(&memory)), &memory)
        case .uint8: try numbers(UInt8.self, body, wanted, owner, &memory)
        case .uint16: try numbers(UInt16.self, body, wanted, owner, &memory)
        case .uint32: try numbers(UInt32.self, body, wanted, owner, &memory)
        case .uint64: try numbers(UInt64.self, body, wanted, owner, &memory)
        case .int8: try numbers(Int8.self, body, wanted, owner, &memory)
        case .int16: try numbers(Int16.self, body, wanted, owner, &memory)
        case .int32: try numbers(Int32.self, body, wanted, owner, &memory)
        case .int64: try numbers(Int64.self, body, wanted, owner, &memory)
        case .fp16: try numbers(Float16.self, body, wanted, owner, &memory)
        case .bf16: try numbers(BFloat16.self, body, wanted, owner, &memory)
        case .fp32: try numbers(Float.self, body, wanted, owner, &memory)
        case .fp64: try numbers(Double.self, body, wanted, owner, &memory)
        }
    }

    private mutating func numbers<Element: WireElement>(
        _ type: Element.Type,
        _ body: RawSpan,
        _ wanted: Int,
        _ owner: TensorLabel,
        _ memory: inout [UInt8]
    ) throws(InferError) -> Int {
        // No more room than the body can still fill: a number and a comma take two bytes.
        let room = min(wanted, (body.byteCount &- position) / 2 + 1)
        return try elements(
            body,
            wanted,
            owner,
            NumberLeaves<Element>(memory: Self.taken(&memory), room: room),
            &memory
        )
    }

    private mutating func elements<Leaves: ElementLeaves>(
        _ body: RawSpan,
        _ wanted: Int,
        _ owner: TensorLabel,
        _ leaves: consuming Leaves,
        _ memory: inout [UInt8]
    ) throws(InferError) -> Int {
        var leaves = leaves
        let found = try elements(body, wanted: wanted, owner: owner, into: &leaves)
        swap(&leaves.bytes, &memory)
        return found
    }

    /// Moves memory out, so that it has one owner and is written in place.
    private static func taken(_ memory: inout [UInt8]) -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &memory)
        return taken
    }
}
