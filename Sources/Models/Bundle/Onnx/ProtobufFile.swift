/// Reads messages of Protocol Buffers out of a file or an array, a page at a time: what is passed over is not read.
struct ProtobufFile: ~Copyable {
    private static let pageSize = 64 << 10

    /// The size of the whole.
    let size: Int64
    private let read: (Int, Int64) throws(UpdateError) -> [UInt8]
    private var page: [UInt8] = []
    private var pageStart: Int64 = 0

    /// Reads by way of a function that gives so many bytes from an offset on, fewer at the end.
    init(size: Int64, read: @escaping (Int, Int64) throws(UpdateError) -> [UInt8]) {
        self.size = size
        self.read = read
    }

    /// The field that stands at a position, which goes past it.
    ///
    /// - Throws: `probeFailed` where there is none that ends before `end`.
    mutating func field(_ position: inout Int64, end: Int64) throws(UpdateError) -> ProtobufField {
        let start = position
        let key = try varint(&position, end)
        let number = key >> 3
        guard (1...(1 << 29) - 1).contains(number) else { throw Self.broken(start, "a field has the number \(number)") }
        switch key & 7 {
        case 0: return ProtobufField(number: number, content: .varint(try varint(&position, end)))
        case 1:
            try skip(8, &position, end)
            return ProtobufField(number: number, content: .fixed)
        case 2:
            let length = try varint(&position, end)
            guard let length = Int64(exactly: length) else { throw Self.broken(start, "a length is negative") }
            let from = position
            try skip(length, &position, end)
            return ProtobufField(number: number, content: .range(from..<position))
        case 5:
            try skip(4, &position, end)
            return ProtobufField(number: number, content: .fixed)
        case let type: throw Self.broken(start, "a field has the wire type \(type)")
        }
    }

    /// The bytes of a range, at most so many.
    mutating func bytes(_ range: Range<Int64>, most: Int) throws(UpdateError) -> [UInt8] {
        guard range.upperBound - range.lowerBound <= most else {
            throw Self.broken(range.lowerBound, "a name has more than \(most) bytes")
        }
        var bytes: [UInt8] = []
        for offset in range { bytes.append(try byte(offset)) }
        return bytes
    }

    private func skip(_ count: Int64, _ position: inout Int64, _ end: Int64) throws(UpdateError) {
        guard count <= end - position else { throw Self.broken(position, "a field ends after what holds it") }
        position += count
    }

    private mutating func varint(_ position: inout Int64, _ end: Int64) throws(UpdateError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard position < end else { throw Self.broken(position, "a number is cut off") }
            let byte = try byte(position)
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw Self.broken(position, "a number has more than ten bytes")
    }

    private mutating func byte(_ offset: Int64) throws(UpdateError) -> UInt8 {
        let place = offset - pageStart
        if place >= 0, place < page.count { return page[Int(place)] }
        page = try read(Self.pageSize, offset)
        pageStart = offset
        guard let first = page.first else { throw Self.broken(offset, "the file ends there") }
        return first
    }

    static func broken(_ offset: Int64, _ what: String) -> UpdateError {
        UpdateError(
            .probeFailed,
            "\(BundlePath.model) is no ONNX model, or damaged: at byte \(offset) \(what); export it again"
        )
    }
}
