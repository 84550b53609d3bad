import Tensors

/// Any tensor of a type with finite elements, the same for the same seed.
func randomTensor(_ random: inout Seeded, _ name: String, _ datatype: Datatype) -> Tensor? {
    let dimensions = (0..<Int.random(in: 0...5, using: &random)).map { _ in Int.random(in: 0...4, using: &random) }
    guard let shape = Shape(dimensions) else { return nil }
    guard let width = datatype.byteWidth else {
        let letters = ["", "a", "é", "\u{1F600}", "\"\\", "\n\u{0}\u{1F}", "/", String(repeating: "x", count: 70)]
        let texts = (0..<shape.count).map { _ in
            Array((random.pick(letters) + random.pick(letters)).utf8)
        }
        return Tensor(name: name, shape: shape, texts: texts)
    }
    var bytes = (0..<shape.count * width).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    if datatype == .bool { bytes = bytes.map { $0 & 1 } }
    // The bit that all exponents have in common is cleared, which leaves them finite.
    if datatype.isFloatingPoint {
        for index in stride(from: width - 1, to: bytes.count, by: width) { bytes[index] &= 0xBF }
    }
    return Tensor(name: name, datatype: datatype, shape: shape, bytes: bytes)
}

/// Any datatype.
func randomDatatype(_ random: inout Seeded) -> Datatype {
    random.pick(Datatype.allCases)
}
