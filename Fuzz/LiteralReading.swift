/// Reads a literal of numbers; stops the program where what was read is more than a text of its length can say.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzLiteralReading(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    do throws(LiteralError) {
        let numbers = try LiteralReader.numbers(in: bytes)
        precondition(numbers.count * 2 <= bytes.count + 1, "more numbers than there is room for")
        precondition(numbers.allSatisfy { $0.double.isFinite }, "a number that is not finite")
        // What was read, written plainly, is read as the same.
        let plain = "[" + numbers.map(\.text).joined(separator: ",") + "]"
        let again = try LiteralReader.numbers(in: Array(plain.utf8))
        precondition(plain.utf8.count > LiteralReader.longest || again == numbers, "read again as something else")
    } catch {
        precondition(
            !error.message.isEmpty && (0...bytes.count + LiteralReader.longest).contains(error.position),
            "a place"
        )
    }
    return 0
}

extension LiteralNumber {
    fileprivate var text: String {
        switch self {
        case .whole(let value): "\(value)"
        case .large(let value): "\(value)"
        case .decimal(let value): "\(value)"
        case .truth(let value): value ? "True" : "False"
        }
    }
}
