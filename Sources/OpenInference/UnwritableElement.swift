/// An element that JSON cannot hold.
enum UnwritableElement: Error {
    /// NaN or an infinity, as it is called, and its place.
    case notFinite(String, at: Int)
    /// Bytes that are no text, and their place.
    case notUTF8(at: Int)

    /// What is wrong, to stand behind the tensor's name.
    var fault: String {
        switch self {
        case .notFinite(let word, let place): "is \(word) at element \(place); JSON has no number for it"
        case .notUTF8(let place): "is not UTF-8 at element \(place), which JSON cannot hold"
        }
    }

    /// What whoever asked for the output can do.
    var remedy: String {
        switch self {
        case .notFinite:
            "ask for binary tensors, set inference.non_finite to as_null, or give the model other inputs"
        case .notUTF8: "ask for binary tensors"
        }
    }
}
