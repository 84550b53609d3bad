/// One place at which two JSON values differ.
public struct JSONDifference: Sendable, Hashable {
    /// Where: a JSON pointer, `/Manifests/0/Artifacts/0/URI`; empty for the whole value.
    public let path: String
    /// What was there; nil where nothing was.
    public let old: JSONValue?
    /// What is there now; nil where nothing is.
    public let new: JSONValue?
}

extension JSONDifference: CustomStringConvertible {
    /// A line for people: `/ComponentVersion: "1.0.0" -> "1.0.1"`, `nothing` standing for what is not there.
    ///
    /// Values are cut at 200 characters, and those that look like credentials are masked.
    public var description: String { "\(path.isEmpty ? "/" : path): \(shown(old)) -> \(shown(new))" }

    /// Returns one of the values as messages show it.
    func shown(_ value: JSONValue?) -> String {
        let name = path.split(separator: "/").last { !$0.allSatisfy(\.isNumber) } ?? ""
        return value != nil && Secrecy.isSecret(variable: String(name)) ? Secrecy.mask : Self.shown(value)
    }

    /// Returns a value as messages show it.
    static func shown(_ value: JSONValue?) -> String {
        guard let value else { return "nothing" }
        if value.holdsSecret { return Secrecy.mask }
        let text = value.json()
        return text.unicodeScalars.count <= 200 ? text : String(text.unicodeScalars.prefix(200)) + "…"
    }
}

extension JSONValue {
    /// Returns where this value differs from `old`: members by name, elements by place, each in the order of the old
    /// value and then of this one; nothing when both are equal.
    public func differences(from old: JSONValue) -> [JSONDifference] {
        var differences: [JSONDifference] = []
        collect(from: old, at: "", into: &differences)
        return differences
    }

    private func collect(from old: JSONValue, at path: String, into differences: inout [JSONDifference]) {
        guard self != old else { return }
        switch (old, self) {
        case (.object(let before), .object(let after)):
            for member in before {
                let path = "\(path)/\(Self.pointer(member.name))"
                if let value = self[member.name] {
                    value.collect(from: member.value, at: path, into: &differences)
                } else {
                    differences.append(JSONDifference(path: path, old: member.value, new: nil))
                }
            }
            for member in after where old[member.name] == nil {
                let path = "\(path)/\(Self.pointer(member.name))"
                differences.append(JSONDifference(path: path, old: nil, new: member.value))
            }
        case (.array(let before), .array(let after)):
            for place in 0..<max(before.count, after.count) {
                let path = "\(path)/\(place)"
                if before.indices.contains(place), after.indices.contains(place) {
                    after[place].collect(from: before[place], at: path, into: &differences)
                } else {
                    let old = before.indices.contains(place) ? before[place] : nil
                    let new = after.indices.contains(place) ? after[place] : nil
                    differences.append(JSONDifference(path: path, old: old, new: new))
                }
            }
        default:
            differences.append(JSONDifference(path: path, old: old, new: self))
        }
    }

    private static func pointer(_ name: String) -> String {
        name.replacing("~", with: "~0").replacing("/", with: "~1")
    }

    fileprivate var holdsSecret: Bool {
        switch self {
        case .string(let text): Secrecy.isSecret(text: text)
        case .array(let elements): elements.contains(where: \.holdsSecret)
        case .object(let members):
            members.contains { member in
                member.value.holdsSecret || Secrecy.isSecret(variable: member.name) && member.value.text != nil
            }
        default: false
        }
    }
}
