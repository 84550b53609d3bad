/// The detectors that a configuration or a command line can name.
public enum DetectorKind: String, Sendable, Codable, CaseIterable {
    /// Adaptive windows; for any signal.
    case adwin
    /// Cumulative sums; for any signal.
    case pageHinkley = "page_hinkley"
    /// Kolmogorov-Smirnov over a sliding window; for any signal.
    case kswin
    /// The share of errors against its least; for 0 and 1.
    case ddm
    /// Hoeffding's bound on means; for 0 and 1.
    case hddmA = "hddm_a"
    /// McDiarmid's bound on weighted means; for 0 and 1.
    case hddmW = "hddm_w"
    /// The distance between errors; for 0 and 1. For comparison with river only.
    case eddm
    /// Hoeffding's bound on a sliding window; for 0 and 1. For comparison with river only.
    case fhddm

    /// Finds a detector by its name; capitals, `-`, `_` and spaces do not matter, so that river's names do, too.
    ///
    /// - Throws: When there is none of that name; the message lists those there are.
    public init(named name: String) throws(DetectorError) {
        func plain(_ text: String) -> String { text.lowercased().filter { !"-_ ".contains($0) } }
        guard let kind = Self.allCases.first(where: { plain($0.rawValue) == plain(name) }) else {
            let names = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw DetectorError("'\(name)' is no detector; expected one of \(names)")
        }
        self = kind
    }

    /// Whether it takes 0 and 1 alone.
    public var isBinary: Bool {
        switch self {
        case .adwin, .pageHinkley, .kswin: false
        case .ddm, .hddmA, .hddmW, .eddm, .fhddm: true
        }
    }

    /// The detector's type.
    public var type: any DriftDetector.Type {
        switch self {
        case .adwin: ADWIN.self
        case .pageHinkley: PageHinkley.self
        case .kswin: KSWIN.self
        case .ddm: DDM.self
        case .hddmA: HDDMA.self
        case .hddmW: HDDMW.self
        case .eddm: EDDM.self
        case .fhddm: FHDDM.self
        }
    }
}
