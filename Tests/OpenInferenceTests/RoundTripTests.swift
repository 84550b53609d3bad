import OpenInference
import Tensors
import Testing

/// What is written is read again the same; what is damaged is refused or read, and nothing else.
@Suite struct RoundTripTests {
    /// A request with the tensors that an answer was written with.
    private func body(_ tensors: [Tensor], id: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try InferResponse(
            model: AnsweringModel(name: "m"),
            id: Array(id.utf8),
            outputs: tensors,
            latencyMicroseconds: 1
        ).encode(into: &bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        return Array(text.replacing(#""outputs":"#, with: #""inputs":"#, maxReplacements: 1).utf8)
    }

    @Test("reads again what it wrote", arguments: 0..<200)
    func equal(seed: UInt64) throws {
        var random = Seeded(state: seed)
        let names = ["x", "\u{1F600}", "a\"b\\\u{1}\n", ""]
        let tensors = (0..<Int.random(in: 1...3, using: &random)).compactMap {
            randomTensor(&random, names[$0], randomDatatype(&random))
        }
        let request = try decode(try body(tensors, id: "i\u{0}\u{1F}é"), limits: RequestLimits(bytes: .max))
        #expect(request.name == "i\u{0}\u{1F}é")
        #expect(request.inputs.map(\.name) == tensors.map(\.name))
        #expect(request.inputs == tensors)
    }

    @Test("[oip-40] [oip-41] reads again answers of every type, binary and JSON", arguments: Datatype.allCases)
    func everyType(datatype: Datatype) throws {
        var random = Seeded(state: 77)
        for round in 0..<40 {
            let outputs = try (0..<3).map { try #require(randomTensor(&random, "y\($0)", datatype)) }
            let wanted = outputs.map { RequestedOutput($0.name, isBinary: random.next() % 2 == 0) }
            let request = InferRequest(inputs: [], outputs: wanted)
            let answer = try WrittenAnswer(
                InferResponse(model: AnsweringModel(name: "m"), outputs: outputs),
                to: request
            )
            let (body, encoding) = answer.asRequest
            #expect(try decoded(body, encoding).inputs == outputs, "round \(round)")
        }
    }

    @Test("survives damage", arguments: 0..<100)
    func damage(seed: UInt64) throws {
        var random = Seeded(state: seed &+ 1000)
        let tensors = (0..<2).compactMap { randomTensor(&random, "x\($0)", randomDatatype(&random)) }
        let intact = try body(tensors, id: "1")
        let alphabet = Array(#"{}[]",:\u0123456789eE+-. ntfN"#.utf8) + [0, 0x80, 0xC3, 0xED, 0xFF]
        for _ in 0..<200 {
            var bytes = intact
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch random.next() % 4 {
                case 0: bytes[place] = alphabet.randomElement(using: &random) ?? 0
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: place)
                default: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &random))
                }
            }
            let limits = RequestLimits(bytes: 1 << 20, elements: 10_000)
            if let error = refusal(bytes, limits: limits) {
                #expect(!error.message.isEmpty)
                #expect([.badJSON, .badInput].contains(error.code))
                _ = envelope(bytes, limits: limits)
            } else {
                let request = try decode(bytes, limits: limits)
                #expect(request.inputs.allSatisfy { $0.shape.count <= 10_000 })
            }
        }
    }
}
