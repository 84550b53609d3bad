import Glibc

/// What this process takes of the machine.
struct ProcessUsage: Sendable {
    /// Processor time since the start of the process.
    let cpu: Duration
    /// Resident memory in MiB; nil where /proc is not there.
    let residentMiB: Int?

    /// Reads it now.
    static func now() -> ProcessUsage {
        var usage = rusage()
        unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
        let microseconds = usage.ru_utime.tv_usec + usage.ru_stime.tv_usec
        return ProcessUsage(cpu: .seconds(seconds) + .microseconds(microseconds), residentMiB: resident())
    }

    private static func resident() -> Int? {
        let file = unsafe open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 128)
        let count = unsafe read(file, &bytes, bytes.count)
        guard count > 0 else { return nil }
        let fields = String(decoding: bytes[..<count], as: UTF8.self).split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { return nil }
        return pages * Int(getpagesize()) / (1 << 20)
    }
}
