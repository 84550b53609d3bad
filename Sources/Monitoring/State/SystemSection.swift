/// What the machine and this process take.
package struct SystemSection: Sendable, Equatable, Encodable {
    package var cpus: Int?
    /// Percent of each core.
    package var cpuPerCore: [Double] = []
    /// Percent of one core.
    package var processPercent: Double?
    package var residentBytes: Int?
    package var memoryTotal: Int?
    package var memoryAvailable: Int?
    package var diskTotal: Int?
    package var diskFree: Int?
    /// Of 1, 5 and 15 minutes.
    package var load: [Double] = []
    /// Degrees Celsius of the hottest sensor.
    package var temperature: Double?
    package var openFiles: Int?
    /// Event streams that are open, and most of them.
    package var streams = 0
    package var streamsLimit = 0
    /// What clients of the event stream were too slow for.
    package var eventsDropped = 0
    /// Seconds of processor time; not part of the document, as the next three.
    package var processSeconds: Double?
    package var virtualBytes: Int?
    package var mostFiles: Int?
    /// Seconds since 1970.
    package var processStart: Double?

    /// Makes one of which nothing is known.
    package init() {}

    enum CodingKeys: String, CodingKey {
        case cpus, load, streams
        case cpuPerCore = "cpu_per_core"
        case processPercent = "process_cpu_percent"
        case residentBytes = "rss_bytes"
        case memoryTotal = "memory_total_bytes"
        case memoryAvailable = "memory_available_bytes"
        case diskTotal = "disk_total_bytes"
        case diskFree = "disk_free_bytes"
        case temperature = "temperature_c"
        case openFiles = "open_files"
        case streamsLimit = "streams_limit"
        case eventsDropped = "events_dropped"
    }
}
