import Archive

/// Bytes that may come of a body.
private let limit = 64 << 10

/// Unpacks a body; stops the program where more comes of it than may, or something else than before.
func unpack(_ packed: [UInt8], as packing: Packing) {
    attempt([.malformed, .tooLarge]) { () throws(RequestError) in
        let body = try packing.body(packed, limit: limit)
        precondition(body.count <= limit, "more than may come of it")
        checkLimits(body, packed, packing)
        attempt([]) { () throws(RequestError) in
            let again = try packing.body(packed, limit: body.count)
            precondition(again == body, "another body the second time")
        }
    }
}

/// Packs a body, and unpacks it.
func pack(_ body: [UInt8]) {
    for packing in [Packing.gzip, .deflate] {
        guard let packed = try? packing.pack(body) else { preconditionFailure("not packed") }
        attempt([]) { () throws(RequestError) in
            let again = try packing.body(packed, limit: body.count)
            precondition(again == body, "unpacked as something else")
        }
        checkLimits(body, packed, packing)
    }
}

/// Stops the program where a body is given that is larger than it may be, was cut off or goes on behind its end.
private func checkLimits(_ body: [UInt8], _ packed: [UInt8], _ packing: Packing) {
    expect(.malformed, Array(packed.dropLast()), packing, limit)
    expect(.malformed, packed + [0], packing, limit)
    if !body.isEmpty { expect(.tooLarge, packed, packing, body.count - 1) }
}

private func expect(_ kind: RequestError.Kind, _ packed: [UInt8], _ packing: Packing, _ limit: Int) {
    do throws(RequestError) {
        _ = try packing.body(packed, limit: limit)
        preconditionFailure("taken, and not \(kind)")
    } catch {
        precondition(error.kind == kind, "refused as \(error.kind), and not \(kind)")
    }
}
