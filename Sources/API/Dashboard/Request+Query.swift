import Hummingbird

extension Request {
    /// A member of the query; nil where it is missing.
    func query(_ name: String) -> String? { uri.queryParameters[name[...]].map(String.init) }

    /// The parts of a member that is a list with commas; nil where it is missing or empty.
    func list(_ name: String) -> [String]? {
        guard let text = query(name), !text.isEmpty else { return nil }
        return text.split(separator: ",").map(String.init)
    }

    /// A whole number within bounds.
    ///
    /// - Throws: `Refusal`, 400.
    func number(_ name: String, in range: ClosedRange<Int>, else usual: Int) throws(Refusal) -> Int {
        guard let text = query(name) else { return usual }
        guard let number = Int(text), range.contains(number) else {
            throw Refusal(
                .badRequest,
                "\(name) is '\(text.prefix(40))', expected a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }
}
