extension SystemSection {
    /// What goes into the series.
    var values: [String: Double] {
        var values: [String: Double] = [:]
        if !cpuPerCore.isEmpty { values["cpu_percent"] = cpuPerCore.reduce(0, +) / Double(cpuPerCore.count) }
        values["process_cpu_percent"] = processPercent
        values["rss_bytes"] = residentBytes.map(Double.init)
        values["memory_available_bytes"] = memoryAvailable.map(Double.init)
        values["load1"] = load.first
        values["temperature_c"] = temperature
        values["disk_free_bytes"] = diskFree.map(Double.init)
        return values
    }
}
