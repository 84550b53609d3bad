import Cryptography

/// A value of a document and the path to it, which errors name.
struct JSONPlace {
    let value: StrictJSON
    /// Such as `files[2].size`; empty for the whole.
    let path: String
    /// The error's code.
    let code: UpdateCode

    init(_ value: StrictJSON, path: String = "", code: UpdateCode) {
        self.value = value
        self.path = path
        self.code = code
    }

    /// An error that begins with the path.
    func error(_ message: String, code: UpdateCode? = nil) -> UpdateError {
        UpdateError(code ?? self.code, path.isEmpty ? message : "'\(path)' \(message)")
    }

    /// The members, of which only `known` are looked at.
    ///
    /// One that is not known is passed over unless its name is nearly that of a known one, or `isClosed` says that
    /// everything must be understood.
    func object(_ known: [String], isClosed: Bool = false) throws(UpdateError) -> [String: JSONPlace] {
        guard case .object(let members) = value else { throw error("is \(value.kind); expected an object") }
        var places: [String: JSONPlace] = [:]
        for member in members {
            let place = JSONPlace(member.value, path: path.isEmpty ? member.key : "\(path).\(member.key)", code: code)
            if known.contains(member.key) {
                places[member.key] = place
            } else if let near = known.first(where: { NearName.isNear(member.key, $0) }) {
                throw place.error("is not known; did you mean '\(near)'?")
            } else if isClosed {
                throw place.error("is not known to this program, and what it asks for cannot be passed over")
            }
        }
        // null is as good as not there.
        return places.filter { $0.value.value != .null }
    }

    /// The members as they are, at most so many.
    func members(most: Int) throws(UpdateError) -> [(key: String, place: JSONPlace)] {
        guard case .object(let members) = value else { throw error("is \(value.kind); expected an object") }
        guard members.count <= most else { throw error("has \(members.count) members; at most \(most) are taken") }
        return members.map { ($0.key, JSONPlace($0.value, path: "\(path).\($0.key)", code: code)) }
    }

    /// The elements, so many.
    func array(_ count: ClosedRange<Int>) throws(UpdateError) -> [JSONPlace] {
        guard case .array(let elements) = value else { throw error("is \(value.kind); expected an array") }
        guard count.contains(elements.count) else {
            throw error("has \(elements.count) elements; expected \(count.lowerBound) to \(count.upperBound)")
        }
        return elements.enumerated().map { JSONPlace($1, path: "\(path)[\($0)]", code: code) }
    }

    /// A text of so many bytes at most, without control characters.
    func text(most: Int) throws(UpdateError) -> String {
        guard case .string(let text) = value else { throw error("is \(value.kind); expected a string") }
        guard text.utf8.count <= most else { throw error("has \(text.utf8.count) bytes; at most \(most) are taken") }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw error("holds control characters")
        }
        return text
    }

    /// A whole number in a range.
    func whole(_ range: ClosedRange<Int64>) throws(UpdateError) -> Int64 {
        guard case .number(let double, let whole) = value else {
            throw error("is \(value.kind); expected a whole number")
        }
        guard let whole, range.contains(whole) else {
            throw error("is \(double); expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return whole
    }

    /// A finite number in a range.
    func number(_ range: ClosedRange<Double>) throws(UpdateError) -> Double {
        guard case .number(let double, _) = value else { throw error("is \(value.kind); expected a number") }
        guard range.contains(double) else {
            throw error("is \(double); expected a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return double
    }

    /// A SHA-256: 32 bytes, of hexadecimal digits of either case.
    func digest() throws(UpdateError) -> [UInt8] {
        let text = try text(most: 1024)
        guard let id = BundleID(text) else { throw error("is '\(text)'; expected 64 hexadecimal digits") }
        return id.digest.bytes
    }
}
