/// How the body of a request is written.
public enum BodyEncoding: Sendable, Equatable {
    /// All of it is JSON.
    case json
    /// So many bytes of JSON, and behind them the elements of binary tensors.
    case binary(headerLength: Int)
    /// The elements of the model's only input, and nothing else.
    case raw

    /// The name of the header, or user property, that gives the length of the JSON in bytes.
    public static let headerName = "inference-header-content-length"

    /// Reads what came beside a body.
    ///
    /// - Parameters:
    ///   - headerLength: The value of ``headerName``; nil without one. `0`: there is no JSON.
    ///   - contentType: The media type; `application/octet-stream` needs a header length.
    /// - Throws: `bad_input` for a length that is no whole number from 0 up, or is missing.
    public init(headerLength: String?, contentType: String?) throws(InferError) {
        guard let headerLength else {
            guard contentType != Self.binaryType else {
                throw InferError(
                    .badInput,
                    "the content type is \(Self.binaryType), but \(Self.headerName) is missing; "
                        + "send the length of the JSON in it"
                )
            }
            self = .json
            return
        }
        let digits = headerLength.utf8
        guard digits.count <= 18, !digits.isEmpty, digits.allSatisfy({ $0 &- Ascii.zero <= 9 }),
            let length = Int(headerLength)
        else {
            throw InferError(
                .badInput,
                "\(Self.headerName) is \(quoted(headerLength)); expected the length of the JSON as a whole number"
            )
        }
        self = length == 0 ? .raw : .binary(headerLength: length)
    }

    /// The media type of bodies with binary tensors.
    public static let binaryType = "application/octet-stream"
    /// The media type of bodies that are JSON.
    public static let jsonType = "application/json"
}
