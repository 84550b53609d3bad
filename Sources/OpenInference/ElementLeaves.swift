import Tensors

/// What the values of `data` become; one kind for each way of writing elements in JSON.
protocol ElementLeaves {
    /// What stands in the array, for messages.
    static var plural: String { get }

    /// The elements so far.
    var bytes: [UInt8] { get set }

    /// Takes values and the commas between them as long as that goes quickly; returns how many.
    ///
    /// The position then stands behind the last.
    mutating func takeMany(_ reader: inout JSONReader, _ body: RawSpan) -> Int

    /// Takes the value at the position; `isWanted` is false for those that are only counted.
    ///
    /// - Throws: `bad_input` where it is not one.
    mutating func takeOne(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        isWanted: Bool,
        place: @autoclosure () -> String
    ) throws(InferError)
}

extension ElementLeaves {
    /// None: there is no quicker way than one by one.
    mutating func takeMany(_ reader: inout JSONReader, _ body: RawSpan) -> Int { 0 }
}

/// Numbers of one type.
struct NumberLeaves<Element: WireElement>: ElementLeaves {
    static var plural: String { "numbers" }

    var bytes: [UInt8]
    /// How many more there is memory for.
    private var room: Int

    init(memory: consuming [UInt8], room: Int) {
        bytes = memory
        self.room = room
        bytes.reserveCapacity(room * MemoryLayout<Element>.size)
    }

    @inline(__always)
    mutating func takeMany(_ reader: inout JSONReader, _ body: RawSpan) -> Int {
        let byte = reader.peek(body)
        guard room > 0, byte == Ascii.minus || byte &- Ascii.zero <= 9 else { return 0 }
        let width = MemoryLayout<Element>.size
        let before = bytes.count
        let start = reader.position
        var end = start
        bytes.append(addingCapacity: room &* width) { output in
            // The memory of the bytes, seen as what they are: Swift's arrays begin at a multiple of 16, and only whole
            // elements of this type stand before.
            unsafe output.withUnsafeMutableBufferPointer { buffer, count in
                let free = unsafe UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[count...]))
                unsafe free.withMemoryRebound(to: Element.self) { numbers in
                    var values = unsafe OutputSpan(buffer: numbers, initializedCount: 0)
                    end = body.plainNumbers(start, into: &values)
                    count &+= unsafe values.finalize(for: numbers) &* width
                }
            }
        }
        reader.position = end
        let taken = (bytes.count &- before) / width
        room &-= taken
        return taken
    }

    mutating func takeOne(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        isWanted: Bool,
        place: @autoclosure () -> String
    ) throws(InferError) {
        let byte = reader.peek(body)
        guard byte == Ascii.minus || byte &- Ascii.zero <= 9 else {
            throw try reader.wrongValue(body, "\(place()) of data is", "expected a number")
        }
        let number = try reader.scanNumber(body)
        guard let value = Element(wire: number, body) else {
            throw reader.misfit(number, body, place(), Element.expectation)
        }
        guard isWanted else { return }
        unsafe withUnsafeBytes(of: value) { unsafe bytes.append(contentsOf: $0) }
        room &-= 1
    }
}

/// `true` and `false`.
struct BoolLeaves: ElementLeaves {
    static var plural: String { "booleans" }

    var bytes: [UInt8]

    mutating func takeOne(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        isWanted: Bool,
        place: @autoclosure () -> String
    ) throws(InferError) {
        let byte = reader.peek(body)
        guard byte == Ascii.t || byte == Ascii.f else {
            throw try reader.wrongValue(body, "\(place()) of data is", "expected true or false")
        }
        try reader.skipValue(body)
        if isWanted { bytes.append(byte == Ascii.t ? 1 : 0) }
    }
}

/// Strings.
struct TextLeaves: ElementLeaves {
    static var plural: String { "strings" }

    var bytes: [UInt8]

    mutating func takeOne(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        isWanted: Bool,
        place: @autoclosure () -> String
    ) throws(InferError) {
        guard reader.peek(body) == Ascii.quote else {
            throw try reader.wrongValue(body, "\(place()) of data is", "expected a string")
        }
        let text = try reader.scanString(body)
        guard isWanted else { return }
        // A body has less than 4 GiB, and so has what stands in it.
        if text.escaped {
            _ = bytes.appendElement(reader.decode(text, body).utf8)
        } else {
            let start = bytes.count
            _ = bytes.appendElement(EmptyCollection())
            bytes.append(body.extracting(text.range))
            let length = UInt32(truncatingIfNeeded: text.range.count)
            for index in 0..<4 { bytes[start + index] = UInt8(truncatingIfNeeded: length >> UInt32(8 * index)) }
        }
    }
}
