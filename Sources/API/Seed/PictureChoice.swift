/// What of a scored series is wanted: a picture, or numbers.
enum PictureChoice: Equatable {
    case picture, numbers

    /// Reads the headers `Accept`; a picture where both are wanted as much, as the anomaly service gave nothing else.
    ///
    /// - Throws: `RequestError` where neither is wanted.
    init(accept headers: [String]) throws(RequestError) {
        let wishes = headers.flatMap { $0.split(separator: ",") }.map { HeaderParameters(String($0)) }
        guard !wishes.isEmpty else {
            self = .picture
            return
        }
        let picture = Self.weight(["image/png", "image/*", "*/*"], wishes)
        let numbers = Self.weight(["application/json", "application/*", "*/*"], wishes)
        guard max(picture, numbers) > 0 else {
            throw RequestError(.notAcceptable, "the answer is image/png or application/json; accept one of them")
        }
        self = picture >= numbers ? .picture : .numbers
    }

    /// How much a type is wanted: the weight of its closest name, 0 to 1.
    private static func weight(_ names: [String], _ wishes: [HeaderParameters]) -> Double {
        for name in names {
            guard let wish = wishes.first(where: { $0.value == name }) else { continue }
            return wish["q"].map { Double($0) ?? 0 } ?? 1
        }
        return 0
    }
}
