/// What of a scored series is wanted: a picture, or numbers.
enum PictureChoice: Equatable {
    case picture, numbers

    /// Reads the headers `Accept`; a picture where both are wanted as much, as the anomaly service gave nothing else.
    ///
    /// - Throws: `RequestError` where neither is wanted.
    init(accept headers: [String]) throws(RequestError) {
        let wishes = HeaderWishes(headers)
        guard !wishes.isEmpty else {
            self = .picture
            return
        }
        let picture = wishes.weight(of: ["image/png", "image/*", "*/*"])
        let numbers = wishes.weight(of: ["application/json", "application/*", "*/*"])
        guard max(picture, numbers) > 0 else {
            throw RequestError(.notAcceptable, "the answer is image/png or application/json; accept one of them")
        }
        self = picture >= numbers ? .picture : .numbers
    }
}
