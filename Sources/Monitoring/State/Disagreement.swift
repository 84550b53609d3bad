/// Something that a candidate in the shadow answered otherwise than the model that serves, or could not answer.
package struct Disagreement: Sendable, Equatable {
    /// How many are kept of a candidate: the newest.
    package static let most = 8

    /// The number of the comparison.
    package let number: Int
    /// When the two were compared, RFC 3339.
    package let time: String
    /// Whose window it was; nil: a request.
    package var binding: String?
    /// What was asked, a JSON object with `inputs`; nil where it is too large or has a number that JSON does not have.
    package var request: [UInt8]?
    /// What the model that serves said, a JSON object; nil where it is too large.
    package var served: [UInt8]?
    /// What the candidate said, alike; nil as well where it could not answer.
    package var candidate: [UInt8]?
    /// Why the candidate could not answer.
    package var failure: String?
    /// The largest difference of two numbers.
    package var largestDifference: Double?

    /// Makes one of which nothing is known but when it was.
    package init(number: Int, time: String) {
        self.number = number
        self.time = time
    }
}
