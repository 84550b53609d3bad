extension ValueRule where Value == String {
    /// The URL of a web service.
    static let webURL = webURL("https://mlflow.example.com:5000")

    /// The URL of a web service, with an example of one.
    static func webURL(_ example: String) -> ValueRule {
        ValueRule(
            expectation: "a URL such as \(example), without user, query or fragment",
            read: { isURL($0, schemes: ["http", "https"]) ? $0 : nil },
            write: { YAMLText($0).description }
        )
    }

    /// The identifier of a DAG; Airflow takes 250 characters at most.
    static let dag = ValueRule(
        expectation: "the identifier of a DAG, 1 to 250 of A-Z a-z 0-9 _ . -",
        read: { text in
            let isPlain = text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): true
                default: "_.-".utf8.contains(byte)
                }
            }
            return isPlain && (1...250).contains(text.utf8.count) && !isOnlyDots(text) ? text : nil
        },
        write: { YAMLText($0).description }
    )

    /// A way up in a path, however it is encoded.
    private static func isOnlyDots(_ text: String) -> Bool { text.allSatisfy { $0 == "." } }

    /// The name of a region.
    static let region = ValueRule(
        expectation: "a region such as eu-west-1",
        read: { text in
            let isName = text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "-")
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            }
            return isName && (1...64).contains(text.utf8.count) ? text : nil
        },
        write: { YAMLText($0).description }
    )

    /// The beginning of URLs: a scheme that bundles come by, alone or with more.
    static let source = ValueRule(
        expectation: "https:, http:, s3:, mlflow: or file:, alone or with the beginning of what follows, such as "
            + "https://models.example.com/press, without user, query or fragment",
        read: { text in
            let schemes = ["https", "http", "s3", "mlflow", "file"]
            guard let colon = text.firstIndex(of: ":"), schemes.contains(String(text[..<colon])) else { return nil }
            let rest = text[text.index(after: colon)...]
            let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            return isPlain && text.utf8.count <= 2048 && !rest.contains("?") && !rest.contains("#")
                && !holdsUser(rest) ? text : nil
        },
        write: { YAMLText($0).description }
    )

    fileprivate static func isURL(_ text: String, schemes: [String], mayHoldUser: Bool = false) -> Bool {
        guard let end = text.firstRange(of: "://"), schemes.contains(String(text[..<end.lowerBound])) else {
            return false
        }
        let rest = text[end.upperBound...]
        let host = rest.prefix { $0 != "/" }
        return !host.isEmpty && text.utf8.count <= 2048 && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            && !rest.contains("?") && !rest.contains("#") && (mayHoldUser || !host.contains("@"))
    }

    /// True when the host of `//host/path` has a user before it.
    private static func holdsUser(_ rest: Substring) -> Bool {
        rest.hasPrefix("//") && rest.dropFirst(2).prefix { $0 != "/" }.contains("@")
    }
}

extension ValueRule where Value == Settings.Updates.Proxy {
    /// `environment`, `none`, or the URL of a proxy, which may hold a user and a password.
    static let proxy = ValueRule(
        expectation: "environment, none, or a URL such as http://proxy.example.com:3128",
        read: { text in
            switch text {
            case "environment": .environment
            case "none": Settings.Updates.Proxy.none
            default:
                ValueRule<String>.isURL(text, schemes: ["http", "https", "socks5", "socks5h"], mayHoldUser: true)
                    ? .url(text) : nil
            }
        },
        write: { proxy in
            switch proxy {
            case .environment: "environment"
            case .none: "none"
            case .url(let url): YAMLText(url).description
            }
        }
    )
}
