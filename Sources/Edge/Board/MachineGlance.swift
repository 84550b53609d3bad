import Foundation
import Glibc
import Monitoring

/// What the machine and this process take, from /proc and /sys; what is not there is not known.
struct MachineGlance {
    /// Every which look counts open files, which takes longer.
    private static let fileInterval = 5

    private let dataDirectory: String
    private var cores: [ProcessorTimes] = []
    private var lastCPU: (used: Duration, at: ContinuousClock.Instant)?
    private var openFiles: Int?
    private var looks = 0
    private let start: Double?
    private let mostFiles: Int?

    init(dataDirectory: String) {
        self.dataDirectory = dataDirectory
        start = Self.processStart()
        mostFiles = Self.fileLimit()
    }

    /// Looks; shares of processors are those since the last look.
    mutating func look() -> (system: SystemSection, isClockSynchronised: Bool?) {
        var system = SystemSection()
        lookAtProcess(&system)
        lookAtProcessors(&system)
        lookAtMemory(&system)
        lookAtDisk(&system)
        let load = Self.text("/proc/loadavg")?.split(separator: " ").prefix(3).compactMap { Double($0) }
        system.load = load ?? []
        system.temperature = Self.temperature()
        looks += 1
        return (system, Self.isClockSynchronised())
    }

    private mutating func lookAtProcess(_ system: inout SystemSection) {
        let usage = ProcessUsage.now()
        let now = ContinuousClock.now
        system.processSeconds = usage.cpu / .seconds(1)
        if let last = lastCPU {
            let share = (usage.cpu - last.used) / max(now - last.at, .milliseconds(1))
            system.processPercent = (share * 1000).rounded() / 10
        }
        lastCPU = (usage.cpu, now)
        let pages = Self.text("/proc/self/statm")?.split(separator: " ").compactMap { Int($0) } ?? []
        if pages.count > 1 {
            system.virtualBytes = pages[0] * Int(getpagesize())
            system.residentBytes = pages[1] * Int(getpagesize())
        }
        if looks % Self.fileInterval == 0 {
            openFiles = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count
        }
        system.openFiles = openFiles
        system.mostFiles = mostFiles
        system.processStart = start
    }

    private mutating func lookAtProcessors(_ system: inout SystemSection) {
        system.cpus = ProcessInfo.processInfo.activeProcessorCount
        let now = Self.text("/proc/stat").map(ProcessorTimes.all(in:)) ?? []
        if now.count == cores.count {
            system.cpuPerCore = zip(now, cores).map { $0.percent(since: $1) }
        }
        cores = now
    }

    private func lookAtMemory(_ system: inout SystemSection) {
        guard let text = Self.text("/proc/meminfo") else { return }
        system.memoryAvailable = MachineMemory.available(in: text)
        system.memoryTotal = Int(ProcessInfo.processInfo.physicalMemory)
    }

    private func lookAtDisk(_ system: inout SystemSection) {
        var disk = statvfs()
        guard unsafe statvfs(dataDirectory, &disk) == 0 else { return }
        system.diskTotal = Int(disk.f_blocks) * Int(disk.f_frsize)
        system.diskFree = Int(disk.f_bavail) * Int(disk.f_frsize)
    }

    // MARK: files

    private static func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

    private static func temperature() -> Double? {
        let folder = "/sys/class/thermal"
        let zones = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let degrees = zones.filter { $0.hasPrefix("thermal_zone") }.compactMap { zone in
            text("\(folder)/\(zone)/temp").flatMap { Double($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        }
        return degrees.max().map { $0 / 1000 }
    }

    /// When this process started, seconds since 1970.
    private static func processStart() -> Double? {
        guard let boot = text("/proc/stat")?.split(separator: "\n").first(where: { $0.hasPrefix("btime ") }),
            let seconds = Double(boot.dropFirst(6)),
            // The name of the program stands in brackets, and may hold anything.
            let fields = text("/proc/self/stat")?.split(separator: ")").last?.split(separator: " "),
            fields.count > 19, let ticks = Double(fields[19])
        else { return nil }
        return seconds + ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private static func fileLimit() -> Int? {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        return Int(clamping: limit.rlim_cur)
    }

    /// Whether systemd's time service keeps the clock right; nil where there is no such service.
    private static func isClockSynchronised() -> Bool? {
        let folder = "/run/systemd/timesync"
        guard FileManager.default.fileExists(atPath: folder) else { return nil }
        return FileManager.default.fileExists(atPath: folder + "/synchronized")
    }
}
