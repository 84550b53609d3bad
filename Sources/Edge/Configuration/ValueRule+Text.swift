extension ValueRule where Value == String {
    /// A text of at most `bytes` bytes without control characters.
    static func text(upTo bytes: Int) -> ValueRule {
        ValueRule(
            expectation: "1 to \(bytes) bytes of text without control characters",
            read: { (1...bytes).contains($0.utf8.count) && !$0.holdsControl ? $0 : nil },
            write: { YAMLText($0).description }
        )
    }

    /// A path of a file or folder.
    static let path = ValueRule(
        expectation: "a path of at most 4095 bytes without control characters",
        read: { text(upTo: 4095).read($0) },
        write: { YAMLText($0).description }
    )

    /// A host name or an address, nothing around it.
    static let host = ValueRule(
        expectation: "a host name or an address, without scheme, port or user",
        read: { text in
            let isName = text.utf8.allSatisfy { isWordByte($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
            let isAddress =
                text.count { $0 == ":" } >= 2
                && text.utf8.allSatisfy { isWordByte($0) || ":.%".utf8.contains($0) }
            return (1...253).contains(text.utf8.count) && (isName || isAddress) ? text : nil
        },
        write: { YAMLText($0).description }
    )

    /// A topic filter that does not begin with `$`, in which `{node}` stands for the node's name.
    static func topicFilter(node: Name) -> ValueRule {
        ValueRule(
            expectation: "a topic filter that does not begin with '$', with '#' only as the last level, '+' only as a "
                + "whole level, and no other placeholder than {node}",
            read: { text in
                let filter = text.replacing("{node}", with: node.description)
                let levels = filter.split(separator: "/", omittingEmptySubsequences: false)
                let isFilter = levels.enumerated().allSatisfy { place, level in
                    switch level {
                    case "+": true
                    case "#": place == levels.count - 1
                    default: !level.contains(where: { "+#{}".contains($0) })
                    }
                }
                let fits = (1...65535).contains(filter.utf8.count) && !filter.holdsControl
                return isFilter && fits && !filter.hasPrefix("$") ? filter : nil
            },
            write: { YAMLText($0).description }
        )
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }
}

extension ValueRule where Value == Name {
    /// A name for a topic level.
    static let name = ValueRule(
        expectation: Name.expectation,
        read: { Name($0) },
        write: { YAMLText($0.description).description }
    )
}

extension ValueRule where Value == TopicPrefix {
    /// What topics begin with.
    static let prefix = ValueRule(
        expectation: TopicPrefix.expectation,
        read: { TopicPrefix($0) },
        write: { YAMLText($0.description).description }
    )
}

extension ValueRule where Value == Settings.Broker.ProtocolVersion {
    /// The protocol as users and as CONNECT packets number it, also as a float.
    static let mqttVersion = ValueRule(
        expectation: "5 or 3.1.1",
        read: { text in
            switch text {
            case "5", "5.0": .v5
            case "3.1.1", "4", "4.0": .v311
            default: nil
            }
        },
        write: { $0.rawValue }
    )
}

extension String {
    fileprivate var holdsControl: Bool {
        unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
