/// A metric: what it is called, and what it says.
package struct Metric: Sendable, Hashable {
    /// How its values are to be understood.
    package enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    /// Letters, digits and `_`.
    package let name: String
    package let kind: Kind
    /// One line.
    package let help: String
    /// The names of its labels.
    package let labels: [String]

    init(_ name: String, _ kind: Kind, _ help: String, labels: [String] = []) {
        self.name = name
        self.kind = kind
        self.help = help
        self.labels = labels
    }
}
