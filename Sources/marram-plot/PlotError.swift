/// Why there is no picture: what was found, what was expected.
struct PlotError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
