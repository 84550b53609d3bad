import Cryptography

/// The token by which Greengrass knows a request again: the same for the same recipe in the same place.
enum PublishToken {
    /// Makes one.
    ///
    /// - Parameters:
    ///   - recipe: The recipe as it is sent.
    ///   - place: Where it is sent to.
    ///   - attempt: Counts requests that have to be told apart from an earlier one.
    /// - Returns: 64 hexadecimal digits.
    static func make(recipe: [UInt8], place: PublishPlace, attempt: Int = 1) -> String {
        let head = "\(place.account)\n\(place.region)\n\(attempt)\n"
        return SHA256Digest(of: Array(head.utf8) + recipe).hexadecimal
    }
}
