/// Metrics of what belongs to models, brokers and bindings.
extension Metric {
    private static let byBinding = ["binding"]

    static let candidate = [
        candidatePhase, shadowCompared, shadowAgreed, shadowFailed, trialShare, trialErrors, updates, updatesRunning,
    ]

    static let candidatePhase = Metric(
        "marram_model_candidate",
        .gauge,
        "Always 1; what may come in a model's place, and how far it is.",
        labels: ["model", "version", "phase"]
    )
    static let shadowCompared = Metric(
        "marram_model_shadow_compared",
        .gauge,
        "Answers of a shadow that were compared since it began.",
        labels: ["model"]
    )
    static let shadowAgreed = Metric(
        "marram_model_shadow_agreed",
        .gauge,
        "Those of them that agree.",
        labels: ["model"]
    )
    static let shadowFailed = Metric(
        "marram_model_shadow_failed",
        .gauge,
        "Inputs that the shadow failed on.",
        labels: ["model"]
    )
    static let trialShare = Metric(
        "marram_model_trial_share_ratio",
        .gauge,
        "The share of keys and clients that a candidate on trial serves, 0 to 1.",
        labels: ["model"]
    )
    static let trialErrors = Metric(
        "marram_model_trial_errors",
        .gauge,
        "Errors that the candidate on trial is to blame for.",
        labels: ["model"]
    )
    static let updates = Metric(
        "marram_updates_total",
        .counter,
        "Updates that ended since the start, by what became of them.",
        labels: ["status"]
    )
    static let updatesRunning = Metric("marram_updates_running", .gauge, "Models with an update under way.")

    static let connection = [connected, reconnects, inFlight, lanes, lanesReady]

    static let connected = Metric(
        "marram_mqtt_connected",
        .gauge,
        "1: the connection stands.",
        labels: ["connection"]
    )
    static let reconnects = Metric("marram_mqtt_reconnects_total", .counter, "Connections made again.")
    static let inFlight = Metric("marram_mqtt_inflight_messages", .gauge, "Messages that the broker has not confirmed.")
    static let lanes = Metric("marram_mqtt_lanes", .gauge, "Connections that messages come in on.")
    static let lanesReady = Metric("marram_mqtt_lanes_ready", .gauge, "Those of them that stand.")

    static let waiting = [
        outboxMessages, outboxBytes, outboxOldest, outboxDropped, outboxRefused, outboxFailing,
    ]

    static let outboxMessages = Metric("marram_outbox_messages", .gauge, "Predictions and events that wait.")
    static let outboxBytes = Metric("marram_outbox_bytes", .gauge, "Their bytes.")
    static let outboxOldest = Metric("marram_outbox_oldest_seconds", .gauge, "The age of the oldest of them.")
    static let outboxDropped = Metric("marram_outbox_dropped_total", .counter, "Given up for want of room or for age.")
    static let outboxRefused = Metric("marram_outbox_refused_total", .counter, "Not taken by the broker.")
    static let outboxFailing = Metric("marram_outbox_failing", .gauge, "1: the disk does not keep them.")

    static let binding = [
        bindingRunning, bindingStale, readings, rejected, skipped, late, duplicates, evicted, droppedWindows, restarts,
        windows, bindingErrors, predictions, bindingQueue, keys, anomaliesOpened, anomaliesClosed, anomaliesOpen,
    ]

    static let bindingRunning = Metric("marram_binding_running", .gauge, "1: telemetry is read.", labels: byBinding)
    static let bindingStale = Metric(
        "marram_binding_stale",
        .gauge,
        "1: nothing has come for a minute, though something had before.",
        labels: byBinding
    )
    static let readings = Metric("marram_readings_total", .counter, "Readings understood.", labels: byBinding)
    static let rejected = Metric("marram_readings_rejected_total", .counter, "Bad input.", labels: byBinding)
    static let skipped = Metric("marram_readings_skipped_total", .counter, "A field was missing.", labels: byBinding)
    static let late = Metric("marram_readings_late_total", .counter, "Older than the one before.", labels: byBinding)
    static let duplicates = Metric(
        "marram_readings_duplicate_total",
        .counter,
        "With the time of the one before.",
        labels: byBinding
    )
    static let evicted = Metric("marram_keys_evicted_total", .counter, "Keys that made room.", labels: byBinding)
    static let droppedWindows = Metric(
        "marram_windows_dropped_total",
        .counter,
        "Windows that were not run.",
        labels: byBinding
    )
    static let restarts = Metric(
        "marram_windows_restarted_total",
        .counter,
        "Begun anew after a gap.",
        labels: byBinding
    )
    static let windows = Metric("marram_windows_total", .counter, "Windows that ran.", labels: byBinding)
    static let bindingErrors = Metric(
        "marram_window_errors_total",
        .counter,
        "Windows whose answer was of no use.",
        labels: byBinding
    )
    static let predictions = Metric("marram_predictions_total", .counter, "Predictions made.", labels: byBinding)
    static let bindingQueue = Metric("marram_windows_waiting", .gauge, "Windows that have not run.", labels: byBinding)
    static let keys = Metric("marram_keys", .gauge, "Keys whose state is kept.", labels: byBinding)
    static let anomaliesOpened = Metric(
        "marram_anomalies_opened_total",
        .counter,
        "Anomalies begun.",
        labels: byBinding
    )
    static let anomaliesClosed = Metric(
        "marram_anomalies_closed_total",
        .counter,
        "Anomalies ended.",
        labels: byBinding
    )
    static let anomaliesOpen = Metric("marram_anomalies_open", .gauge, "Anomalies under way.", labels: byBinding)

    static let state = [driftState, driftStatistic, driftFeatures, violations]

    static let driftState = Metric(
        "marram_drift_state",
        .gauge,
        "0: normal, 1: warning, 2: drift, 3: cooldown.",
        labels: ["binding", "feature"]
    )
    static let driftStatistic = Metric(
        "marram_drift_statistic",
        .gauge,
        "What the last window said of a feature.",
        labels: ["binding", "feature", "statistic"]
    )
    static let driftFeatures = Metric(
        "marram_drift_features",
        .gauge,
        "Features that drift.",
        labels: byBinding
    )
    static let violations = Metric(
        "marram_quality_violations_open",
        .gauge,
        "Violations of data quality that are open.",
        labels: byBinding
    )
}
