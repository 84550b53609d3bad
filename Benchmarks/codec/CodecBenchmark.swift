import Foundation

/// Times reading requests and writing answers, and prints the figures as JSON: `codec ROUNDS MILLISECONDS`.
@main
struct CodecBenchmark {
    private struct Figures: Codable {
        let task: String
        let contender: String
        let numbers: Int
        let bytes: Int
        var nanoseconds: [Double] = []
    }

    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        guard arguments.count == 2, arguments.allSatisfy({ $0 > 0 }) else {
            FileHandle.standardError.write(Data("usage: codec ROUNDS MILLISECONDS\n".utf8))
            exit(64)
        }
        let works = try [4, 32, 256, 150_528].flatMap(readings) + [3, 256, 150_528].flatMap(writings) + telemetry()
        var figures = try works.map { work in
            let bytes = try work.bytes ?? work.run()
            return Figures(task: work.task, contender: work.contender, numbers: work.numbers, bytes: bytes)
        }
        for _ in 0..<arguments[0] {
            for (index, work) in works.enumerated() {
                figures[index].nanoseconds.append(try work.time(over: .milliseconds(arguments[1])))
            }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        print(String(decoding: try encoder.encode(figures), as: UTF8.self))
    }

    private static func readings(_ numbers: Int) -> [Work] {
        let body = request(of: numbers)
        let data = Data(body)
        var ours = MarramCodec()
        let theirs = FoundationCodec()
        var copy = [UInt8](repeating: 0, count: body.count)
        let last = body.count - 1
        return [
            Work(task: "decode", contender: "Marram", numbers: numbers, bytes: body.count, expected: numbers) {
                try ours.decode(body)
            },
            Work(task: "decode", contender: "JSONDecoder", numbers: numbers, bytes: body.count, expected: numbers) {
                try theirs.decode(data)
            },
            Work(task: "decode", contender: "memcpy", numbers: numbers, bytes: body.count, expected: Int(body[last])) {
                unsafe copy.withUnsafeMutableBytes { to in
                    unsafe body.withUnsafeBytes { from in unsafe to.copyMemory(from: from) }
                }
                return Int(copy[last])
            },
        ]
    }

    private static func telemetry() throws -> [Work] {
        let body = try TelemetryCodec.reading()
        let data = Data(body)
        var ours = try TelemetryCodec()
        let theirs = FoundationCodec()
        return [
            Work(task: "telemetry", contender: "Marram", numbers: 8, bytes: body.count, expected: 8) {
                try ours.decode(body)
            },
            Work(task: "telemetry", contender: "JSONDecoder", numbers: 8, bytes: body.count, expected: 8) {
                try theirs.decodeReading(data)
            },
        ]
    }

    private static func writings(_ numbers: Int) -> [Work] {
        var random = Numbers()
        let values = (0..<numbers).map { _ in random.nextFraction() }
        var ours = MarramCodec(answering: values)
        let theirs = FoundationCodec(answering: values)
        return [
            Work(task: "encode", contender: "Marram", numbers: numbers, expected: nil) { try ours.encode() },
            Work(task: "encode", contender: "JSONEncoder", numbers: numbers, expected: nil) { try theirs.encode() },
        ]
    }

    /// A request whose numbers have five decimals: `3.14159`.
    private static func request(of numbers: Int) -> [UInt8] {
        var random = Numbers()
        let data = (0..<numbers).map { _ in random.nextDecimal() }.joined(separator: ",")
        let input = #"{"name":"X","shape":[1,\#(numbers)],"datatype":"FP32","data":[\#(data)]}"#
        return Array(#"{"id":"0000000000000007","inputs":[\#(input)]}"#.utf8)
    }
}
