public import Recipes
public import Telemetry

extension Settings {
    /// How telemetry of some topics becomes the input of a model, and what is said about its answers.
    public struct Binding: Sendable {
        /// Its name; no other binding has it.
        public internal(set) var name: Name
        /// Where telemetry comes from.
        public internal(set) var source: Source
        /// How payloads become readings.
        public internal(set) var plan: ReadingPlan
        /// The model that readings go to; one of `models`.
        public internal(set) var model: Name
        /// The model's input; nil for its only one.
        public internal(set) var input: String?
        /// How readings are joined to windows.
        public internal(set) var window: Window
        /// How scores are judged; nil: they are not, and predictions carry the model's outputs.
        public internal(set) var anomaly: Anomaly?
        /// How drift is watched for.
        public internal(set) var drift: Drift
        /// Which predictions go out.
        public internal(set) var publish: Publish
        /// What becomes of a reading older than the last one of its key.
        public internal(set) var late: OrderPolicy
        /// What becomes of a reading with the time of the last one of its key.
        public internal(set) var duplicates: OrderPolicy
        /// Where it is configured.
        public internal(set) var origin: Origin
    }
}

extension Settings.Binding {
    /// Where telemetry comes from.
    public struct Source: Sendable {
        /// The topic filter, without a share name.
        public internal(set) var topic: String
        /// The quality of service to subscribe with: 0 or 1.
        public internal(set) var qos: Int
        /// True: the instances of a node share the readings.
        public internal(set) var isShared: Bool
    }

    /// How readings are joined to windows; nil members are what the baseline says.
    public struct Window: Sendable {
        /// Readings in a window: 1 to 100,000.
        public internal(set) var size: Int?
        /// Readings from one window to the next: 1 to 1,000,000.
        public internal(set) var stride: Int?
        /// Seconds between two readings after which the window begins anew.
        public internal(set) var maximalGapSeconds: Double?

        /// True when the configuration asks for a window.
        var isConfigured: Bool { size != nil || stride != nil || maximalGapSeconds != nil }
    }

    /// How scores are judged; nil members are what the baseline says.
    public struct Anomaly: Sendable {
        /// The model's output with one score per window.
        public internal(set) var output: String?
        /// Scores that are averaged: 1 to 1,000,000.
        public internal(set) var smooth: Int?
        /// What the baseline's quantile is multiplied with to get the threshold.
        public internal(set) var factor: Double?
        /// Scores in a row above the threshold that begin an anomaly.
        public internal(set) var onAfter: Int?
        /// Scores in a row below `offRatio` times the threshold that end it.
        public internal(set) var offAfter: Int?
        /// The part of the threshold that a score must fall below: above 0, at most 1.
        public internal(set) var offRatio: Double?
    }

    /// Which predictions go out.
    public struct Publish: Sendable {
        /// When a prediction goes out.
        public enum Predictions: String, Sendable, CaseIterable {
            case always, change, anomaly
        }

        /// When a prediction goes out.
        public internal(set) var predictions: Predictions
        /// Least time between two predictions of a key; zero: none.
        public internal(set) var minimalInterval: Duration
    }
}
