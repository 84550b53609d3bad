/// Opaque bytes that belong to a request and come back with its answer; 65,535 at most.
///
/// Up to 48 bytes live in the value itself: what clients send in practice (a number, a UUID as text) is copied about
/// without memory being taken from the heap.
public struct CorrelationData: Sendable {
    private enum Storage {
        case short(InlineArray<48, UInt8>, count: UInt8)
        case long([UInt8])
    }

    private static let most = 65_535

    private var storage: Storage

    /// Copies bytes.
    public init(copying source: RawSpan) {
        let count = source.byteCount
        precondition(count <= Self.most, "\(count) bytes of correlation data; MQTT takes \(Self.most) at most")
        if count <= 48 {
            var bytes = InlineArray<48, UInt8>(repeating: 0)
            var free = bytes.mutableSpan
            unsafe free.withUnsafeMutableBytes { target in
                unsafe source.withUnsafeBytes { unsafe target.copyMemory(from: $0) }
            }
            storage = .short(bytes, count: UInt8(count))
        } else {
            storage = .long(unsafe source.withUnsafeBytes { unsafe Array($0) })
        }
    }

    /// Collects bytes.
    public init(_ bytes: some Sequence<UInt8>) { self = unsafe Self(copying: Array(bytes).span.bytes) }

    /// How many bytes there are.
    public var count: Int {
        switch storage {
        case .short(_, let count): Int(count)
        case .long(let bytes): bytes.count
        }
    }

    /// Lets `body` see the bytes where they are; returns what it returns.
    public func withBytes<Result, Failure: Error>(
        _ body: (RawSpan) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        switch storage {
        case .short(let bytes, let count): try body(unsafe bytes.span.bytes.extracting(first: Int(count)))
        case .long(let bytes): try body(unsafe bytes.span.bytes)
        }
    }

    /// A copy of the bytes.
    public var bytes: [UInt8] { withBytes { unsafe $0.withUnsafeBytes { unsafe Array($0) } } }
}

extension CorrelationData: Hashable {
    /// True when both have the same bytes.
    public static func == (left: CorrelationData, right: CorrelationData) -> Bool {
        left.withBytes { mine in
            right.withBytes { theirs in
                unsafe mine.withUnsafeBytes { mine in unsafe theirs.withUnsafeBytes { unsafe mine.elementsEqual($0) } }
            }
        }
    }

    /// Feeds the bytes.
    public func hash(into hasher: inout Hasher) {
        withBytes { unsafe $0.withUnsafeBytes { unsafe hasher.combine(bytes: $0) } }
    }
}
