/// Writes the wire format of Protocol Buffers, good and bad.
struct Protobuf {
    private(set) var bytes: [UInt8] = []

    init(_ fill: (inout Protobuf) -> Void = { _ in }) { fill(&self) }

    mutating func add(_ field: Int, _ message: Protobuf) { add(field, message.bytes) }

    mutating func add(_ field: Int, _ text: String) { add(field, Array(text.utf8)) }

    mutating func add(_ field: Int, _ content: [UInt8]) {
        varint(UInt64(field) << 3 | 2)
        varint(UInt64(content.count))
        bytes += content
    }

    mutating func add(_ field: Int, number: UInt64) {
        varint(UInt64(field) << 3)
        varint(number)
    }

    mutating func raw(_ content: [UInt8]) { bytes += content }

    mutating func varint(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// A ModelProto with one graph.
    static func model(_ graph: Protobuf, _ more: (inout Protobuf) -> Void = { _ in }) -> [UInt8] {
        Protobuf {
            $0.add(1, number: 10)
            $0.add(7, graph)
            $0.add(8, Protobuf { $0.add(2, number: 21) })
            more(&$0)
        }.bytes
    }

    /// A NodeProto.
    static func node(_ operation: String, domain: String? = nil, attribute: Protobuf? = nil) -> Protobuf {
        Protobuf {
            $0.add(4, operation)
            if let domain { $0.add(7, domain) }
            if let attribute { $0.add(5, attribute) }
        }
    }

    /// A GraphProto of one node.
    static func graph(_ node: Protobuf) -> Protobuf { Protobuf { $0.add(1, node) } }

    /// A TensorProto whose numbers lie in a file.
    static func external(_ location: String) -> Protobuf {
        Protobuf {
            $0.add(8, "weights")
            for (key, value) in [("offset", "0"), ("location", location)] {
                $0.add(
                    13,
                    Protobuf { entry in
                        entry.add(1, key)
                        entry.add(2, value)
                    }
                )
            }
            $0.add(14, number: 1)
        }
    }
}
