/// The header by which a service asks for a pause.
enum RetryAfter {
    /// Whole seconds, as services send them; dates are not taken.
    static func read(_ text: String) -> Duration? {
        let digits = text.filter { $0 != " " }
        guard (1...6).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(digits).map { .seconds($0) }
    }
}
