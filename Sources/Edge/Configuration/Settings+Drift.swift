import Drift
public import Telemetry

extension Settings {
    /// How drift is watched for, in all bindings.
    public struct Drift: Sendable {
        /// False: nothing is watched.
        public internal(set) var enabled: Bool
        /// Rows of a window that is compared with training: 50 to 100,000.
        public internal(set) var window: Int
        /// Time after a drift was told in which no second one of the same detector and feature is: zero to 366 days.
        public internal(set) var cooldown: Duration
        /// Detectors of one feature that are believed at once: 2 to 16.
        public internal(set) var quorum: Int
        /// Rows after a start, another model or another profile that are not judged: 0 to 1 million.
        public internal(set) var warmUp: Int
        /// Latest rows that an event of a drift shows: 0 to 16.
        public internal(set) var examples: Int
    }
}

extension Settings.Binding {
    /// How drift of one binding is watched for.
    public struct Drift: Sendable {
        /// What is watched.
        public enum Scope: String, Sendable, CaseIterable {
            /// The fields that go into the model.
            case input
            /// What comes out of it.
            case output
            /// Its score of anomaly.
            case score
            /// How often it was wrong, where labels come in.
            case error
        }

        /// What watches.
        public enum Detector: String, Sendable, CaseIterable {
            case adwin
            case pageHinkley = "page_hinkley"
            case kswin
            case ddm
            case hddmA = "hddm_a"
            case hddmW = "hddm_w"
            case psi
            case jensenShannon = "js"
            case kolmogorovSmirnov = "ks"
            case wasserstein
            case lInfinity = "linf"
            /// Principal components of all numeric inputs together.
            case pca
        }

        /// What is watched, as far as the baseline knows it, each once; empty: nothing.
        public internal(set) var scopes: [Scope]
        /// What watches, each where it fits.
        public internal(set) var detectors: [Detector]
        /// Where people or programs say whether the model was right; nil: nowhere.
        public internal(set) var labels: Labels?
    }

    /// Where people or programs say whether the model was right.
    public struct Labels: Sendable {
        /// What a label says.
        public enum Meaning: Sendable {
            /// How wrong the model was: 0 is right; for the detectors of 0 and 1 anything else is 1.
            case error
            /// Whether there was an anomaly, 0 or 1; it is compared with what the model had said of the key at the time.
            case anomaly
        }

        /// Where they come from.
        public internal(set) var source: Source
        /// How payloads become labels: one field.
        public internal(set) var plan: ReadingPlan
        /// What the field says.
        public internal(set) var meaning: Meaning
    }
}
