public import Drift

extension Settings {
    /// How a new model is asked for when the data has drifted.
    public struct Retrain: Sendable {
        /// Who is asked.
        public enum Mode: String, Sendable, CaseIterable {
            /// Nobody.
            case none
            /// Whoever listens to the event.
            case mqtt
            /// A DAG of an Airflow, in addition to the event.
            case airflow
            /// A command on this machine, in addition to the event.
            case command
            /// This program trains on this machine, in addition to the event.
            case local
        }

        /// Who is asked.
        public internal(set) var mode: Mode
        /// New rows that are needed at least: 1 to 1 billion.
        public internal(set) var minimalRows: Int
        /// New rows that are needed at least, as a part of the rows of the last training: 0 to 1000.
        public internal(set) var minimalShare: Double
        /// Time after a request in which there is no second one for the model: zero to 366 days.
        public internal(set) var cooldown: Duration
        /// True: also while an anomaly is open, whose rows then count as normal.
        public internal(set) var whileAnomalous: Bool
        /// Violations of data quality that a request waits for the end of.
        public internal(set) var blockedBy: [QualityKind]
        /// The DAG to ask; not nil where `mode` is `airflow`.
        public internal(set) var airflow: Airflow?
        /// The command to run; not nil where `mode` is `command`.
        public internal(set) var command: Command?
        /// How this machine trains.
        public internal(set) var local: Local
    }
}

extension Settings.Retrain {
    /// A DAG of an Airflow.
    public struct Airflow: Sendable {
        /// Which REST interface the server has.
        public enum Interface: String, Sendable, CaseIterable {
            /// That of Airflow 2.
            case v1
            /// That of Airflow 3.
            case v2
        }

        /// The server's URL, `http` or `https`, without `/api`.
        public internal(set) var url: String
        /// Which REST interface the server has.
        public internal(set) var interface: Interface
        /// The identifier of the DAG.
        public internal(set) var dag: String
        /// Whom to log in as; only with a password.
        public internal(set) var username: String?
        /// The absolute path of a readable file with the password; only with a user name.
        public internal(set) var passwordFile: String?
        /// The absolute path of a readable file with a bearer token; not with a user name.
        public internal(set) var tokenFile: String?
        /// Time between two questions how far the run is: 1 s to 1 h.
        public internal(set) var poll: Duration
        /// How long a run may take: 1 min to 30 days.
        public internal(set) var timeout: Duration
        /// True: the DAG is told that nothing is to come of it.
        public internal(set) var dryRun: Bool
        /// How HTTPS servers are trusted, and what they are shown.
        public internal(set) var tls: Settings.Updates.TLS
    }

    /// A command on this machine.
    public struct Command: Sendable {
        /// The program, with an absolute path, and its arguments; no shell reads them.
        public internal(set) var arguments: [String]
        /// How long it may run: 1 s to 30 days.
        public internal(set) var timeout: Duration
    }

    /// How this machine trains.
    public struct Local: Sendable {
        /// Bytes of the rows that are kept on the disk for each binding: 1 MiB to 64 GiB.
        public internal(set) var rows: Int
        /// The absolute path of the private key that new models are signed with; nil: they are not signed.
        public internal(set) var key: String?
        /// Further arguments of `marram train`, such as `--window 20`.
        public internal(set) var arguments: [String]
        /// How long training may take: 1 min to 30 days.
        public internal(set) var timeout: Duration
        /// Bytes of memory that training may take: 64 MiB to 1 TiB.
        public internal(set) var memory: Int
    }
}
