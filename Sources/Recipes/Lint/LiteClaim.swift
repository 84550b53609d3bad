/// Whether a manifest is meant for nucleus lite.
enum LiteClaim: Int, Sendable, Comparable {
    /// Nucleus lite passes it over: `Platform.runtime` is missing, or names something else.
    case none
    /// It is for both: `runtime: "*"`.
    case shared
    /// It is for nucleus lite alone: `runtime: aws_nucleus_lite`.
    case only

    static func < (left: LiteClaim, right: LiteClaim) -> Bool { left.rawValue < right.rawValue }

    /// How bad it is that nucleus lite cannot do something: nil where the manifest is not meant for it.
    var severity: Finding.Severity? {
        switch self {
        case .none: nil
        case .shared: .warning
        case .only: .error
        }
    }
}
