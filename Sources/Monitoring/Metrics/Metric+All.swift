/// All metrics of the program, in the order in which they are written.
extension Metric {
    package static let all: [Metric] =
        process + node + request + model + candidate + connection + waiting + binding + state

    private static let byModel = ["model", "version"]

    static let process = [cpuSeconds, residentBytes, virtualBytes, openFiles, mostFiles, processStart]

    static let cpuSeconds = Metric("process_cpu_seconds_total", .counter, "Processor time of the process.")
    static let residentBytes = Metric("process_resident_memory_bytes", .gauge, "Resident memory of the process.")
    static let virtualBytes = Metric("process_virtual_memory_bytes", .gauge, "Virtual memory of the process.")
    static let openFiles = Metric("process_open_fds", .gauge, "Open file descriptors of the process.")
    static let mostFiles = Metric("process_max_fds", .gauge, "Most file descriptors of the process.")
    static let processStart = Metric(
        "process_start_time_seconds",
        .gauge,
        "When the process started, seconds since 1970."
    )

    static let node = [
        info, online, unsigned, updateTrouble, memoryAvailable, diskFree, load, temperature, streams, streamsLimit,
        eventsDropped,
    ]

    static let info = Metric(
        "marram_info",
        .gauge,
        "Always 1; who the node is.",
        labels: ["node", "instance", "version", "runtime", "arch"]
    )
    static let online = Metric("marram_online", .gauge, "1: all that is configured serves; 0: degraded, or starting.")
    static let unsigned = Metric("marram_unsigned_bundles_allowed", .gauge, "1: bundles without a signature are taken.")
    static let updateTrouble = Metric("marram_update_trouble", .gauge, "1: something keeps updates from working.")
    static let memoryAvailable = Metric(
        "marram_memory_available_bytes",
        .gauge,
        "Memory of the machine that is free to be used."
    )
    static let diskFree = Metric("marram_disk_free_bytes", .gauge, "Free bytes of the disk with the data folder.")
    static let load = Metric("marram_load1", .gauge, "The machine's load of one minute.")
    static let temperature = Metric("marram_temperature_celsius", .gauge, "The machine's hottest sensor.")
    static let streams = Metric("marram_event_streams", .gauge, "Event streams that are open.")
    static let streamsLimit = Metric("marram_event_streams_limit", .gauge, "Most event streams.")
    static let eventsDropped = Metric(
        "marram_events_dropped_total",
        .counter,
        "What clients of event streams were too slow for, and events too large to be kept."
    )

    static let request = [
        received, answered, requestErrors, expired, answersLost, ignored, setAside, suspects, topicsRefused, queue,
    ]

    static let received = Metric("marram_requests_received_total", .counter, "Requests read.", labels: ["source"])
    static let answered = Metric(
        "marram_requests_answered_total",
        .counter,
        "Answers given, errors included.",
        labels: ["source"]
    )
    static let requestErrors = Metric("marram_request_errors_total", .counter, "Errors by code.", labels: ["code"])
    static let expired = Metric("marram_requests_expired_total", .counter, "Requests that nobody waited for any more.")
    static let answersLost = Metric("marram_answers_lost_total", .counter, "Answers that could not be sent.")
    static let ignored = Metric("marram_requests_ignored_total", .counter, "Messages that were no requests.")
    static let setAside = Metric("marram_requests_set_aside_total", .counter, "Requests handed to a slow model's lane.")
    static let suspects = Metric(
        "marram_requests_suspect_total",
        .counter,
        "Requests seen again after an unclean exit."
    )
    static let topicsRefused = Metric(
        "marram_response_topics_refused_total",
        .counter,
        "Response topics outside requests.response_allow."
    )
    static let queue = Metric("marram_queue_requests", .gauge, "Accepted requests that have not run.")

    static let model = [
        modelReady, modelRequests, modelWindows, modelErrors, modelFaults, modelRuns, batchSize, batchLimit, modelQueue,
        latency, runTime,
    ]

    static let modelReady = Metric("marram_model_ready", .gauge, "1: the model can answer.", labels: byModel)
    static let modelRequests = Metric(
        "marram_model_requests_total",
        .counter,
        "Requests answered, errors not included.",
        labels: byModel
    )
    static let modelWindows = Metric(
        "marram_model_windows_total",
        .counter,
        "Windows with a useful answer.",
        labels: byModel
    )
    static let modelErrors = Metric("marram_model_errors_total", .counter, "Requests refused.", labels: byModel)
    static let modelFaults = Metric(
        "marram_model_faults_total",
        .counter,
        "Errors that the model is to blame for.",
        labels: byModel
    )
    static let modelRuns = Metric("marram_model_runs_total", .counter, "Runs of the model.", labels: byModel)
    static let batchSize = Metric(
        "marram_model_batch_size",
        .histogram,
        "Requests or windows joined in a run.",
        labels: byModel
    )
    static let batchLimit = Metric("marram_model_batch_limit", .gauge, "Most rows that are joined.", labels: byModel)
    static let modelQueue = Metric("marram_model_queue", .gauge, "Requests and windows that wait.", labels: byModel)
    static let latency = Metric(
        "marram_model_request_duration_seconds",
        .histogram,
        "From a request's arrival to its answer's departure.",
        labels: byModel
    )
    static let runTime = Metric(
        "marram_model_run_duration_seconds",
        .histogram,
        "Runs of the model alone.",
        labels: byModel
    )
}
