import OpenInference
import Telemetry

/// What commands have in common.
extension CommandDocument {
    /// Checks that it is of the version that this program reads.
    func checkVersion() throws(InferError) {
        guard let version = try number("v", in: -1e15...1e15) else {
            throw InferError(.badInput, "'v' is missing, expected 1")
        }
        guard version == 1 else { throw InferError(.badInput, "'v' is \(version), expected 1") }
    }

    /// A job's or command's id; nil where it is missing or null.
    func id(_ name: String) throws(InferError) -> String? {
        guard let text = try text(name) else { return nil }
        guard Name(text) != nil else { throw InferError(.badInput, "'\(name)' is no id, expected \(Name.expectation)") }
        return text
    }

    /// The name of a model; nil where it is missing or null.
    func model() throws(InferError) -> Name? {
        guard let text = try text("model") else { return nil }
        guard let name = Name(text) else {
            throw InferError(.badInput, "'model' is no name, expected \(Name.expectation)")
        }
        return name
    }

    /// Milliseconds since 1970-01-01T00:00:00Z; nil where it is missing or null.
    func time(_ name: String) throws(InferError) -> Int64? {
        guard let text = try text(name) else { return nil }
        guard let time = Timestamp(rfc3339: text) else {
            throw InferError(.badInput, "'\(name)' is no time, expected one such as 2026-11-22T00:00:00Z")
        }
        return time.microseconds / 1000
    }

    /// 32 bytes of 64 hexadecimal digits; nil where they are missing or null.
    func digest(_ name: String) throws(InferError) -> [UInt8]? {
        guard let text = try text(name) else { return nil }
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == 64, text.utf8.count == 64 else {
            throw InferError(.badInput, "'\(name)' is no SHA-256, expected 64 hexadecimal digits")
        }
        return stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
