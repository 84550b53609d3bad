/// Reads the XML that AWS sends: elements, text, the five named entities and numbered ones, CDATA, comments.
///
/// Attributes are passed over. At most 32 levels; time and memory grow with the bytes.
struct XMLReader {
    private static let levels = 32
    private static let nameEnds = Array(">/<=\"'&".utf8)

    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(XMLElement.Fault) -> XMLElement {
        if starts([0xEF, 0xBB, 0xBF]) { index += 3 }
        try passOver()
        guard starts("<"), !starts("<!"), !starts("</") else {
            throw XMLElement.Fault("it does not begin with an element")
        }
        var open: [XMLElement] = []
        while true {
            if let element = try step(&open) {
                try passOver()
                guard index == bytes.count else { throw XMLElement.Fault("something follows its end") }
                return element
            }
        }
    }

    /// Reads a tag or a piece of text; the outermost element once it has ended.
    private mutating func step(_ open: inout [XMLElement]) throws(XMLElement.Fault) -> XMLElement? {
        guard index < bytes.count else { throw XMLElement.Fault("it ends early") }
        if starts("<!--") {
            try skip(past: "-->")
        } else if starts("<![CDATA[") {
            let first = index + 9
            try skip(past: "]]>")
            add(try checked(bytes[first..<index - 3]), to: &open)
        } else if starts("<?") {
            try skip(past: "?>")
        } else if starts("</") {
            return try close(&open)
        } else if starts("<") {
            return try start(&open)
        } else {
            add(try unescaped(plainText()), to: &open)
        }
        return nil
    }

    private mutating func start(_ open: inout [XMLElement]) throws(XMLElement.Fault) -> XMLElement? {
        guard open.count < Self.levels else { throw XMLElement.Fault("it is nested more than \(Self.levels) deep") }
        index += 1
        let element = XMLElement(name: try name())
        let isEmpty = try passAttributes()
        if !isEmpty {
            open.append(element)
            return nil
        }
        guard !open.isEmpty else { return element }
        open[open.count - 1].add(element)
        return nil
    }

    private mutating func close(_ open: inout [XMLElement]) throws(XMLElement.Fault) -> XMLElement? {
        index += 2
        let name = try name()
        skipSpace()
        guard starts(">"), let element = open.popLast(), element.name == name else {
            throw XMLElement.Fault("an element is not closed by its own name")
        }
        index += 1
        guard !open.isEmpty else { return element }
        open[open.count - 1].add(element)
        return nil
    }

    /// A name without its prefix.
    private mutating func name() throws(XMLElement.Fault) -> String {
        let first = index
        while index < bytes.count, !isSpace(bytes[index]), !Self.nameEnds.contains(bytes[index]) { index += 1 }
        let whole = String(decoding: bytes[first..<index], as: UTF8.self)
        guard !whole.isEmpty, index - first <= 256 else { throw XMLElement.Fault("an element has no name") }
        return whole.split(separator: ":").last.map(String.init) ?? whole
    }

    /// True where the element has no content.
    private mutating func passAttributes() throws(XMLElement.Fault) -> Bool {
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: ">"):
                index += 1
                return false
            case UInt8(ascii: "/"):
                guard starts("/>") else { throw XMLElement.Fault("a tag has a slash in it") }
                index += 2
                return true
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                let quote = String(UnicodeScalar(bytes[index]))
                index += 1
                try skip(past: quote)
            case UInt8(ascii: "<"): throw XMLElement.Fault("a tag has a tag in it")
            default: index += 1
            }
        }
        throw XMLElement.Fault("it ends within a tag")
    }

    private mutating func plainText() -> ArraySlice<UInt8> {
        let first = index
        while index < bytes.count, bytes[index] != UInt8(ascii: "<") { index += 1 }
        return bytes[first..<index]
    }

    private func unescaped(_ text: ArraySlice<UInt8>) throws(XMLElement.Fault) -> String {
        let whole = try checked(text)
        guard whole.contains("&") else { return whole }
        var result = ""
        var rest = whole[...]
        while let mark = rest.firstIndex(of: "&") {
            result += rest[..<mark]
            guard let end = rest[mark...].firstIndex(of: ";"),
                let scalar = Self.entity(rest[rest.index(after: mark)..<end])
            else { throw XMLElement.Fault("it has an entity that is not known") }
            result.unicodeScalars.append(scalar)
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    private func checked(_ text: ArraySlice<UInt8>) throws(XMLElement.Fault) -> String {
        guard let whole = String(validating: text, as: UTF8.self) else { throw XMLElement.Fault("it is not UTF-8") }
        return whole
    }

    private static func entity(_ name: Substring) -> Unicode.Scalar? {
        switch name {
        case "lt": return "<"
        case "gt": return ">"
        case "amp": return "&"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        guard name.first == "#" else { return nil }
        let digits = name.dropFirst()
        let value = digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return value.flatMap(Unicode.Scalar.init)
    }

    /// Comments, instructions and space outside of the document's element.
    private mutating func passOver() throws(XMLElement.Fault) {
        while true {
            skipSpace()
            if starts("<?") {
                try skip(past: "?>")
            } else if starts("<!--") {
                try skip(past: "-->")
            } else {
                return
            }
        }
    }

    private func add(_ text: String, to open: inout [XMLElement]) {
        guard !open.isEmpty, !text.isEmpty else { return }
        open[open.count - 1].add(text)
    }

    private mutating func skip(past mark: String) throws(XMLElement.Fault) {
        let mark = Array(mark.utf8)
        while index < bytes.count {
            if starts(mark) {
                index += mark.count
                return
            }
            index += 1
        }
        throw XMLElement.Fault("it ends early")
    }

    private mutating func skipSpace() {
        while index < bytes.count, isSpace(bytes[index]) { index += 1 }
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

    private func starts(_ text: String) -> Bool { starts(Array(text.utf8)) }

    private func starts(_ prefix: [UInt8]) -> Bool {
        bytes.count - index >= prefix.count && bytes[index..<index + prefix.count].elementsEqual(prefix)
    }
}
