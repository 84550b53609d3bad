import OpenInference

/// Reads a document from JSON, strictly: no member is unknown, missing or given twice, no length differs.
struct PlotReader {
    private var json = JSONReader(maximumDepth: 8)
    private static let most = 64

    /// Reads the whole text.
    /// - Throws: what is wrong and at which member or byte.
    static func document(_ body: RawSpan) throws(PlotError) -> PlotDocument {
        var reader = PlotReader()
        do {
            _ = reader.json.next(body)
            let document = try reader.document(body)
            try reader.json.end(body)
            return document
        } catch {
            throw PlotError("the input cannot be drawn: \(error.message)")
        }
    }

    private mutating func document(_ body: RawSpan) throws(InferError) -> PlotDocument {
        var draft = PlotDraft()
        try object(body, "the document", PlotDraft.members) { reader, member throws(InferError) in
            switch member {
            case "title": draft.title = try reader.text(body, "title")
            case "time": draft.time = try reader.numbers(body, "time", gaps: false)
            case "time_is_epoch": draft.timeIsEpoch = try reader.truth(body, "time_is_epoch")
            case "panels":
                try reader.array(body, "panels") { reader, place throws(InferError) in
                    guard draft.panels.count < Self.most else { throw bad("there are more than \(Self.most) panels") }
                    draft.panels.append(try reader.panel(body, place))
                }
            case "anomalies": draft.anomalies = try reader.ranges(body, "anomalies")
            case "labels": draft.labels = try reader.ranges(body, "labels")
            default:
                draft.training = try reader.nullable(body) { reader throws(InferError) in
                    try reader.range(body, "training")
                }
            }
        }
        return try draft.checked()
    }

    private mutating func panel(_ body: RawSpan, _ place: String) throws(InferError) -> PlotDocument.Panel {
        var (title, unit) = ("", "")
        var series: [PlotDocument.Series] = []
        var threshold: Double?
        try object(body, place, ["title", "unit", "series", "threshold"]) { reader, member throws(InferError) in
            switch member {
            case "title": title = try reader.text(body, "\(place).title")
            case "unit": unit = try reader.text(body, "\(place).unit")
            case "series":
                try reader.array(body, "\(place).series") { reader, one throws(InferError) in
                    guard series.count < Self.most else { throw bad("\(place) has more than \(Self.most) series") }
                    series.append(try reader.series(body, one))
                }
            default:
                threshold = try reader.nullable(body) { reader throws(InferError) in
                    try reader.number(body, "\(place).threshold")
                }
            }
        }
        guard !series.isEmpty else { throw bad("\(place) has no series; give it at least one") }
        return PlotDocument.Panel(title: title, unit: unit, series: series, threshold: threshold)
    }

    private mutating func series(_ body: RawSpan, _ place: String) throws(InferError) -> PlotDocument.Series {
        var name: String?
        var values: [Double]?
        try object(body, place, ["name", "values"]) { reader, member throws(InferError) in
            if member == "name" {
                name = try reader.text(body, "\(place).name")
            } else {
                values = try reader.numbers(body, "\(place).values", gaps: true)
            }
        }
        guard let name else { throw bad("\(place) has no 'name'") }
        guard let values else { throw bad("\(place) has no 'values'") }
        return PlotDocument.Series(name: name, values: values)
    }
}

/// A document that is bad, or a member of it.
func bad(_ message: String) -> InferError { InferError(.badInput, message) }

extension PlotReader {
    private mutating func object(
        _ body: RawSpan,
        _ place: String,
        _ known: [String],
        _ take: (inout PlotReader, String) throws(InferError) -> Void
    ) throws(InferError) {
        try expect(body, Ascii.openBrace, place, "an object")
        var seen: Set<String> = []
        var key = try json.firstKeyPlace(body)
        while let found = key {
            let name = json.decode(found, body)
            guard known.contains(name) else {
                throw bad(
                    "\(place) has the unknown member '\(name.prefix(40))'; known are \(known.joined(separator: ", "))"
                )
            }
            guard seen.insert(name).inserted else { throw bad("\(place) has '\(name)' twice") }
            try take(&self, name)
            key = try json.nextKeyPlace(body)
        }
    }

    /// Calls `take` at each element with its place in words.
    private mutating func array(
        _ body: RawSpan,
        _ place: String,
        _ take: (inout PlotReader, String) throws(InferError) -> Void
    ) throws(InferError) {
        try expect(body, Ascii.openBracket, place, "an array")
        guard try json.firstElement(body) else { return }
        var index = 0
        repeat {
            try take(&self, "\(place)[\(index)]")
            index += 1
        } while try json.nextElement(body)
    }

    private mutating func expect(
        _ body: RawSpan,
        _ first: UInt8,
        _ place: @autoclosure () -> String,
        _ wanted: String
    ) throws(InferError) {
        guard json.peek(body) == first else { throw try json.wrongValue(body, "\(place()) is", "expected \(wanted)") }
    }

    private mutating func nullable<Value>(
        _ body: RawSpan,
        _ read: (inout PlotReader) throws(InferError) -> Value
    ) throws(InferError) -> Value? {
        guard json.peek(body) == Ascii.n else { return try read(&self) }
        try json.skipValue(body)
        return nil
    }

    /// A text for the picture: one line of at most 200 characters, what cannot be shown replaced by a space.
    private mutating func text(_ body: RawSpan, _ place: String) throws(InferError) -> String {
        try expect(body, Ascii.quote, place, "a text")
        let found = json.decode(try json.scanString(body), body)
        guard found.count <= 200 else { throw bad("\(place) has \(found.count) characters; at most 200 are drawn") }
        return String(String.UnicodeScalarView(found.unicodeScalars.map { $0.properties.isPrintable ? $0 : " " }))
    }

    private mutating func truth(_ body: RawSpan, _ place: String) throws(InferError) -> Bool {
        let first = json.peek(body)
        guard first == Ascii.t || first == Ascii.f else {
            throw try json.wrongValue(body, "\(place) is", "expected true or false")
        }
        try json.skipValue(body)
        return first == Ascii.t
    }

    private mutating func number(_ body: RawSpan, _ place: @autoclosure () -> String) throws(InferError) -> Double {
        let first = json.peek(body)
        guard first == Ascii.minus || first &- Ascii.zero <= 9 else {
            throw try json.wrongValue(body, "\(place()) is", "expected a number")
        }
        let number = try json.scanNumber(body)
        let value = number.double(body)
        // Twice the largest span must still be a number.
        guard abs(value) <= 1e300 else {
            throw json.misfit(number, body, place(), "expected a finite number, at most 1e300")
        }
        return value
    }

    private mutating func numbers(_ body: RawSpan, _ place: String, gaps: Bool) throws(InferError) -> [Double] {
        try expect(body, Ascii.openBracket, place, "an array of numbers")
        var values: [Double] = []
        guard try json.firstElement(body) else { return values }
        repeat {
            if gaps, json.peek(body) == Ascii.n {
                try json.skipValue(body)
                values.append(.nan)
            } else {
                values.append(try number(body, "\(place)[\(values.count)]"))
            }
        } while try json.nextElement(body)
        return values
    }

    private mutating func ranges(_ body: RawSpan, _ place: String) throws(InferError) -> [ClosedRange<Int>] {
        var ranges: [ClosedRange<Int>] = []
        try array(body, place) { reader, one throws(InferError) in ranges.append(try reader.range(body, one)) }
        return ranges
    }

    private mutating func range(_ body: RawSpan, _ place: String) throws(InferError) -> ClosedRange<Int> {
        let ends = try numbers(body, place, gaps: false)
        let rows = ends.compactMap { Int(exactly: $0) }
        guard rows.count == 2, ends.count == 2, rows[0] >= 0, rows[0] <= rows[1] else {
            throw bad("\(place) is no range; expected the first row and the last, such as [3,7]")
        }
        return rows[0]...rows[1]
    }
}

extension Unicode.Scalar.Properties {
    /// False for what has no picture of its own and may do something to others.
    var isPrintable: Bool {
        switch generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
