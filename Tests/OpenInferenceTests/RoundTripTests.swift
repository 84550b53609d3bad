import OpenInference
import Tensors
import Testing

/// What is written is read again the same; what is damaged is refused or read, and nothing else.
@Suite struct RoundTripTests {
    private func randomTensor(_ random: inout Seeded, _ name: String) -> Tensor? {
        let dimensions = (0..<Int.random(in: 0...4, using: &random)).map { _ in Int.random(in: 0...6, using: &random) }
        guard let shape = Shape(dimensions) else { return nil }
        if random.next() % 2 == 0 {
            return Tensor(name: name, shape: shape, (0..<shape.count).map { _ in random.next(upToBits: 64) })
        }
        let values = (0..<shape.count).map { _ in
            let value = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
            return value.isFinite ? value : 0
        }
        return Tensor(name: name, shape: shape, values)
    }

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
        let tensors = (0..<Int.random(in: 1...3, using: &random)).compactMap { randomTensor(&random, names[$0]) }
        let request = try decode(try body(tensors, id: "i\u{0}\u{1F}é"), limits: RequestLimits(bytes: .max))
        #expect(request.name == "i\u{0}\u{1F}é")
        #expect(request.inputs.map(\.name) == tensors.map(\.name))
        #expect(request.inputs == tensors)
    }

    @Test("survives damage", arguments: 0..<100)
    func damage(seed: UInt64) throws {
        var random = Seeded(state: seed &+ 1000)
        let tensors = (0..<2).compactMap { randomTensor(&random, "x\($0)") }
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

extension Seeded {
    /// An integer of any magnitude: numbers of few bits are as likely as those of many.
    fileprivate mutating func next(upToBits bits: UInt64) -> Int64 {
        Int64(truncatingIfNeeded: next()) >> Int64(next() % bits)
    }
}
