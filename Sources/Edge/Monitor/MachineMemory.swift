import Foundation

/// The memory of the machine.
enum MachineMemory {
    /// What can be taken without swapping, in bytes; nil where /proc is not there.
    @Sendable
    static func available() -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8) else { return nil }
        return available(in: text)
    }

    /// The same, from the text of /proc/meminfo.
    static func available(in text: String) -> Int? {
        for line in text.split(separator: "\n") where line.hasPrefix("MemAvailable:") {
            return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
        }
        return nil
    }
}
