/// What headers such as `Accept` want: names with commas between them, each with a weight.
struct HeaderWishes {
    private let wishes: [HeaderParameters]

    /// Reads headers of one name.
    init(_ lines: [String]) {
        wishes = lines.flatMap { $0.split(separator: ",") }.map { HeaderParameters(String($0)) }
    }

    /// True where nothing is said.
    var isEmpty: Bool { wishes.isEmpty }

    /// How much something is wanted that has several names: the weight of the first that is there, 0 to 1.
    func weight(of names: [String]) -> Double {
        for name in names {
            guard let wish = wishes.first(where: { $0.value == name }) else { continue }
            guard let weight = wish["q"] else { return 1 }
            guard let weight = Double(weight), weight > 0 else { return 0 }
            return min(weight, 1)
        }
        return 0
    }
}
